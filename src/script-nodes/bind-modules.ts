import { addModule, bindPattern, deletePattern } from "#engine/command.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import type { PatternId } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { withArticle } from "./article.ts";
import { patternNamed } from "./bind-patterns.ts";
import { HostRefusal, type ScriptHandle, type ScriptRecord, type ScriptValue } from "./bridge.ts";
import type { HostImplementation } from "./host-implementation.ts";
import { type PatchAccess, settingsOf, unknownParameter } from "./patch-access.ts";
import type { ScriptSession } from "./script-session.ts";

/** The types the declarative calls make. */
const DECLARED = {
  sampler: "audio.sampler",
  sequencer: "sequencer.tracker",
  audioOut: "io.audio-output",
  videoOut: "io.video-output",
  oscilloscope: "video.oscilloscope",
  spectrogram: "video.spectrogram",
} as const;

type Paths =
  | `ModuleRegistry:${"getModule" | "getAllModuleNames"}`
  | `Module:${"setParameter" | "getParameter" | "getParameters" | "getName" | "getType"}`
  | "sampler"
  | "sequencer"
  | "audioOut"
  | "videoOut"
  | "oscilloscope"
  | "spectrogram"
  | "addModule"
  | "setParam"
  | "getParam"
  | "drive";

/** Modules and their parameters. */
export function bindModules(access: PatchAccess, session: ScriptSession): Pick<HostImplementation, Paths> {
  const ensure = (definition: ModuleDefinition, name: string | null, settings: ScriptRecord): ScriptHandle => {
    const there = name === null ? undefined : access.lookUp(name);
    if (there && there.type !== definition.type) {
      throw new HostRefusal(
        `“${there.name}” is there already, and it is ${withArticle(there.type)}, not ${withArticle(definition.type)}.`,
      );
    }
    const { pattern, ...parameters } = settings;
    const playsPattern = definition.sequencer !== undefined && pattern !== undefined;
    const made = there
      ? undefined
      : access.submit(addModule({ type: definition.type, ...(name !== null && { name }) }));
    const handle = access.handle(there?.id ?? made?.modules[0] ?? -1);
    access.setValues(access.find(handle), playsPattern ? parameters : settings);
    if (playsPattern) playPattern(handle, name, pattern, made?.patterns ?? []);
    return handle;
  };

  /** Lets a sequencer play the pattern of this name, in place of those it brought along, which nobody would play. */
  const playPattern = (
    handle: ScriptHandle,
    name: string | null,
    pattern: ScriptValue,
    brought: readonly PatternId[],
  ): void => {
    if (typeof pattern !== "string") throw new HostRefusal(`The pattern of “${name}” should be a pattern's name.`);
    const bound = patternNamed(access, pattern).id;
    if (brought.includes(bound)) return;
    const { module } = access.find(handle);
    if (access.patch().bindings.get(module.id) !== bound)
      access.submit(bindPattern({ module: module.id, pattern: bound }));
    for (const one of brought) access.submit(deletePattern({ pattern: one }));
  };

  const declared =
    (what: keyof typeof DECLARED) =>
    (name: string, settings: ScriptValue): ScriptHandle =>
      ensure(access.definitionOf(DECLARED[what]), name, settingsOf(what, settings));

  const get = (reference: string | ScriptHandle, key: string) => {
    const found = access.find(reference);
    const values = access.values(found);
    if (!Object.hasOwn(values, key) || values[key] === undefined) throw unknownParameter(found, key);
    return values[key];
  };
  const set = (reference: string | ScriptHandle, key: string, value: number | string | boolean) => {
    access.setValues(access.find(reference), { [key]: value });
    return null;
  };

  return {
    "ModuleRegistry:getModule": (_, name) => {
      const module = access.lookUp(name);
      return module ? access.handle(module.id) : null;
    },
    "ModuleRegistry:getAllModuleNames": () =>
      inOrder(access.patch().modules).map(([, module]) => modulePath(access.patch(), module)),
    "Module:setParameter": set,
    "Module:getParameter": get,
    "Module:getParameters": (self) => access.values(access.find(self)),
    "Module:getName": (self) => modulePath(access.patch(), access.find(self).module),
    "Module:getType": (self) => access.find(self).module.type,
    sampler: declared("sampler"),
    sequencer: declared("sequencer"),
    audioOut: declared("audioOut"),
    videoOut: declared("videoOut"),
    oscilloscope: declared("oscilloscope"),
    spectrogram: declared("spectrogram"),
    addModule: (type, name, settings) => ensure(access.definitionOf(type), name, settingsOf("addModule", settings)),
    setParam: set,
    getParam: get,
    drive(reference, key, value) {
      const found = access.find(reference);
      const parameter = Object.hasOwn(found.definition.parameters, key) ? found.definition.parameters[key] : undefined;
      if (!parameter) throw unknownParameter(found, key);
      session.drive({ module: found.module.id, key, value });
      return null;
    },
  };
}
