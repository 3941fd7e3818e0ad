import { addModule, bindPattern } from "#engine/command.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import { inOrder } from "#engine/table.ts";
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
      throw new HostRefusal(`“${there.name}” is there already, and it is a ${there.type}, not a ${definition.type}.`);
    }
    const { pattern, ...parameters } = settings;
    const playsPattern = definition.sequencer !== undefined && pattern !== undefined;
    const id =
      there?.id ?? access.submit(addModule({ type: definition.type, ...(name === null ? {} : { name }) })).modules[0];
    const handle = access.handle(id ?? -1);
    access.setValues(access.find(handle), playsPattern ? parameters : settings);
    if (playsPattern) {
      if (typeof pattern !== "string") throw new HostRefusal(`The pattern of “${name}” should be a pattern's name.`);
      const bound = patternNamed(access, pattern).id;
      if (access.patch().bindings.get(handle.id) !== bound)
        access.submit(bindPattern({ module: handle.id, pattern: bound }));
    }
    return handle;
  };

  const declared =
    (what: keyof typeof DECLARED) =>
    (name: string, settings: ScriptValue): ScriptHandle =>
      ensure(access.definitionOf(DECLARED[what]), name, settingsOf(what, settings));

  const get = (reference: string | ScriptHandle, key: string) => {
    const found = access.find(reference);
    const value = access.values(found)[key];
    if (value === undefined) throw unknownParameter(found, key);
    return value;
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
