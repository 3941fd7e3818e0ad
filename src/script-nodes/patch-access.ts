import type { Command } from "#engine/command.ts";
import { setParameters } from "#engine/command.ts";
import { cableSignal } from "#engine/connection-rules.ts";
import type { Created } from "#engine/engine.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { moduleAt, modulePath } from "#engine/name-index.ts";
import { type WrittenValue, writtenValues } from "#engine/parameter-value.ts";
import {
  type Connection,
  definitionOf,
  type Endpoint,
  inputsOf,
  type Module,
  type ModuleId,
  outputsOf,
  type Patch,
} from "#engine/patch.ts";
import { HANDLE, HostRefusal, isHandle, type ScriptHandle, type ScriptRecord, type ScriptValue } from "./bridge.ts";
import type { Replica } from "./replica.ts";
import type { ScriptSession } from "./script-session.ts";

/** A module or its name, as scripts pass it. */
export type ModuleReference = string | ScriptHandle;

export interface FoundModule {
  readonly module: Module;
  readonly definition: ModuleDefinition;
}

/** How the host functions of one script read and change the patch. Everything throws {@link HostRefusal} with a reason in words. */
export interface PatchAccess {
  readonly replica: Replica;
  patch(): Patch;
  /** Submits, and answers what it made. */
  submit(command: Command): Created;
  find(reference: ModuleReference): FoundModule;
  /** `find` that answers undefined when there is none of this name. */
  lookUp(name: string): Module | undefined;
  handle(module: ModuleId): ScriptHandle;
  /** The definition a type, its last word or its title stands for. */
  definitionOf(type: string): ModuleDefinition;
  values(found: FoundModule): Readonly<Record<string, WrittenValue>>;
  setValues(found: FoundModule, values: ScriptRecord): void;
  /** The first pair of ports that a cable between two references can use. */
  endpoints(
    from: ModuleReference,
    to: ModuleReference,
    signal?: string,
  ): { readonly from: Endpoint; readonly to: Endpoint };
  /** Cables between two ports, or all between two modules where no port is named. */
  cables(from: ModuleReference, to: ModuleReference): readonly Connection[];
  /** `name.port` */
  written(endpoint: Endpoint): string;
}

/** Access for the script of one session. */
export function createPatchAccess(replica: Replica, session: ScriptSession): PatchAccess {
  const patch = () => replica.snapshot().patch;

  const submit = (command: Command): Created => {
    const outcome = replica.submit(command, { module: session.module, answering: session.answering });
    if (!outcome.ok) throw new HostRefusal(outcome.reason);
    if (session.answering) session.noteAnswer();
    return outcome.value;
  };

  const lookUp = (name: string): Module | undefined => {
    const id = moduleAt(patch(), name);
    return id === undefined ? undefined : patch().modules.get(id);
  };

  const find = (reference: ModuleReference): FoundModule => {
    const module =
      typeof reference === "string" ? lookUp(reference) : patch().modules.get(replica.resolve(reference.id));
    if (!module) {
      throw new HostRefusal(
        typeof reference === "string"
          ? `There is no module called “${reference}”.`
          : "The module is no longer in the patch.",
      );
    }
    const definition = definitionOf(replica.registry, module);
    if (!definition) throw new HostRefusal(`“${module.name}” is a module this version doesn't know (${module.type}).`);
    return { module, definition };
  };

  const values = ({ module, definition }: FoundModule) =>
    writtenValues(definition, patch().parameters.get(module.id) ?? []);

  /** A port reference: the module, and the port where one is named. */
  const port = (reference: ModuleReference): FoundModule & { readonly port: string | undefined } => {
    if (typeof reference !== "string") return { ...find(reference), port: undefined };
    const dot = reference.indexOf(".");
    return dot < 0
      ? { ...find(reference), port: undefined }
      : { ...find(reference.slice(0, dot)), port: reference.slice(dot + 1) };
  };

  const isAmong = (connection: Connection, from: ReturnType<typeof port>, to: ReturnType<typeof port>): boolean =>
    connection.from.module === from.module.id &&
    connection.to.module === to.module.id &&
    (from.port === undefined || connection.from.port === from.port) &&
    (to.port === undefined || connection.to.port === to.port);

  const cables = (fromReference: ModuleReference, toReference: ModuleReference): readonly Connection[] => {
    const [from, to] = [port(fromReference), port(toReference)];
    const ids = patch().connectionsOf.get(from.module.id) ?? [];
    return ids.flatMap((id) => {
      const connection = patch().connections.get(id);
      return connection && isAmong(connection, from, to) ? [connection] : [];
    });
  };

  return {
    replica,
    patch,
    submit,
    find,
    lookUp,
    handle: (module) => ({ is: HANDLE, kind: "Module", id: module }),
    definitionOf: (type) => definitionNamed(replica, type),
    values,
    setValues(found, given) {
      const now = values(found);
      const changed: Record<string, WrittenValue> = {};
      for (const [key, value] of Object.entries(given)) {
        if (!Object.hasOwn(found.definition.parameters, key)) throw unknownParameter(found, key);
        if (typeof value !== "number" && typeof value !== "string" && typeof value !== "boolean") {
          throw new HostRefusal(`“${key}” of “${found.module.name}” takes a number, a string or a boolean.`);
        }
        if (now[key] !== value) changed[key] = value;
      }
      if (Object.keys(changed).length > 0) submit(setParameters({ module: found.module.id, values: changed }));
    },
    endpoints(fromReference, toReference, signal) {
      const [from, to] = [port(fromReference), port(toReference)];
      const outputs = from.port === undefined ? keysOf(outputsOf(from.definition, from.module), signal) : [from.port];
      const inputs = to.port === undefined ? keysOf(inputsOf(to.definition, to.module), signal) : [to.port];
      const pairs = outputs.flatMap((output) =>
        inputs.map((input) => ({
          from: { module: from.module.id, port: output },
          to: { module: to.module.id, port: input },
        })),
      );
      const fitting = pairs.find((pair) => cableSignal(patch(), replica.registry, pair.from, pair.to).ok);
      const only = pairs.length === 1 ? pairs[0] : undefined;
      if (fitting ?? only) return (fitting ?? only) as (typeof pairs)[number];
      const kind = signal === undefined ? "" : `${signal} `;
      throw new HostRefusal(`“${from.module.name}” has no ${kind}output that fits an input of “${to.module.name}”.`);
    },
    cables,
    written: ({ module, port: key }) => {
      const found = patch().modules.get(module);
      return `${found ? modulePath(patch(), found) : module}.${key}`;
    },
  };
}

function keysOf(ports: Readonly<Record<string, { readonly signal: string }>>, signal: string | undefined): string[] {
  return Object.entries(ports).flatMap(([key, port]) => (signal === undefined || port.signal === signal ? [key] : []));
}

/** Names what a module has instead. */
export function unknownParameter({ module, definition }: FoundModule, key: string): HostRefusal {
  const there = Object.keys(definition.parameters).join(", ");
  return new HostRefusal(`“${module.name}” has no parameter called “${key}”. It has: ${there || "none"}.`);
}

function definitionNamed({ registry }: Replica, type: string): ModuleDefinition {
  const asked = type.toLowerCase();
  const all = registry.all();
  const found =
    registry.get(type) ??
    all.find((one) => one.type.toLowerCase().endsWith(`.${asked}`)) ??
    all.find((one) => one.title.toLowerCase().replaceAll(" ", "") === asked.replaceAll(/[ _-]/g, ""));
  if (found) return found;
  const near = all.filter((one) => one.type.includes(asked) || one.title.toLowerCase().includes(asked));
  const list = (near.length > 0 ? near : all).map((one) => one.type).join(", ");
  throw new HostRefusal(`There is no module type called “${type}”. There is: ${list}.`);
}

/** A settings argument as a record; a list is refused. */
export function settingsOf(what: string, settings: ScriptValue): ScriptRecord {
  if (settings === null) return {};
  if (typeof settings !== "object" || Array.isArray(settings) || isHandle(settings)) {
    throw new HostRefusal(`${what}: settings go by name, like { volume = 0.5 }.`);
  }
  return settings as ScriptRecord;
}
