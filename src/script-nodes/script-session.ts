import type { ModuleId } from "#engine/patch.ts";
import { portKey, type ScriptPort } from "#engine/script-content.ts";
import { FUNCTION, HostRefusal, type ScriptFn, type ScriptRecord } from "./bridge.ts";

/** A live value a script moves. */
export interface Drive {
  /** The script. */
  readonly by: ModuleId;
  readonly module: ModuleId;
  readonly key: string;
  readonly value: number;
}

/** A session as another thread can go on with it; plain data. */
export interface CarriedSession {
  readonly inputs: readonly ScriptPort[];
  readonly outputs: readonly ScriptPort[];
  readonly callbacks: readonly (readonly [event: ScriptEvent, id: number, ref: number, generation: number])[];
  readonly lastId: number;
}

/** What one load of a script has set up: its callbacks, its ports, what it drives. A reload begins a new one. */
export interface ScriptSession {
  readonly module: ModuleId;
  readonly inputs: readonly ScriptPort[];
  readonly outputs: readonly ScriptPort[];
  /** Set while the script's own state callbacks run. */
  answering: boolean;
  /** Notes that it changed the patch while answering. */
  noteAnswer(): void;
  /** Whether it did since this was last asked. */
  takeAnswered(): boolean;
  addCallback(event: ScriptEvent, fn: ScriptFn): number;
  removeCallback(event: ScriptEvent, id: unknown): ScriptFn | undefined;
  callbacks(event: ScriptEvent): readonly ScriptFn[];
  /** Whether a callback, by its reference, is still among those of any event. */
  has(ref: number): boolean;
  /** Answers the port's place among those of its side; a label declared again keeps its place. */
  declare(side: "inputs" | "outputs", label: string, settings: ScriptRecord): number;
  /** Queues a live value; only the last one of each key is kept. */
  drive(drive: Omit<Drive, "by">): void;
  takeDrives(): readonly Drive[];
  carry(): CarriedSession;
}

const EVENTS = ["state", "frame"] as const;
export type ScriptEvent = (typeof EVENTS)[number];

/** Ports a script can have on each side. */
const MAX_PORTS = 32;

/** A session with nothing in it but what was carried over. */
export function createScriptSession(module: ModuleId, carried?: CarriedSession): ScriptSession {
  const held: Record<ScriptEvent, Map<number, ScriptFn>> = { state: new Map(), frame: new Map() };
  for (const [event, id, ref, generation] of carried?.callbacks ?? [])
    held[event].set(id, { is: FUNCTION, ref, generation });
  const ports = { inputs: [...(carried?.inputs ?? [])], outputs: [...(carried?.outputs ?? [])] };
  const drives = new Map<string, Drive>();
  let lastId = carried?.lastId ?? 0;
  let answered = false;
  return {
    module,
    inputs: ports.inputs,
    outputs: ports.outputs,
    answering: false,
    noteAnswer() {
      answered = true;
    },
    takeAnswered() {
      const did = answered;
      answered = false;
      return did;
    },
    addCallback(event, fn) {
      held[event].set(++lastId, fn);
      return lastId;
    },
    removeCallback(event, id) {
      if (typeof id !== "number") return undefined;
      const fn = held[event].get(id);
      held[event].delete(id);
      return fn;
    },
    callbacks: (event) => [...held[event].values()],
    has: (ref) => Object.values(held).some((fns) => [...fns.values()].some((fn) => fn.ref === ref)),
    declare(side, label, settings) {
      const list = ports[side];
      const port = portOf(side, label, settings);
      const index = list.findIndex((other) => other.key === port.key);
      if (index >= 0) {
        list[index] = port;
        return index;
      }
      if (list.length >= MAX_PORTS) throw new HostRefusal(`A script can have ${MAX_PORTS} ${side} at most.`);
      return list.push(port) - 1;
    },
    drive(drive) {
      drives.set(`${drive.module}.${drive.key}`, { ...drive, by: module });
    },
    takeDrives() {
      const taken = [...drives.values()];
      drives.clear();
      return taken;
    },
    carry: () => ({
      inputs: [...ports.inputs],
      outputs: [...ports.outputs],
      callbacks: EVENTS.flatMap((event) =>
        [...held[event]].map(([id, { ref, generation }]) => [event, id, ref, generation] as const),
      ),
      lastId,
    }),
  };
}

/** What a port can be given beside its label. */
const SETTINGS: readonly string[] = ["min", "max", "default"];

function portOf(side: "inputs" | "outputs", label: string, settings: ScriptRecord): ScriptPort {
  const word = side === "inputs" ? "input" : "output";
  const key = portKey(label);
  if (key === undefined || label.length > 40) {
    throw new HostRefusal(`${word}: “${label.slice(0, 40)}” should have letters in it, and 40 characters at most.`);
  }
  const unknown = Object.keys(settings).find((name) => !SETTINGS.includes(name));
  if (unknown !== undefined)
    throw new HostRefusal(`${word}: “${label}” has no setting called “${unknown}”. It has: ${SETTINGS.join(", ")}.`);
  const read = (name: string, fallback: number): number => {
    const value = settings[name] ?? fallback;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new HostRefusal(`${word}: ${name} of “${label}” should be a number.`);
  };
  const min = read("min", side === "inputs" ? 0 : -1);
  const max = read("max", 1);
  if (!(min < max)) throw new HostRefusal(`${word}: min of “${label}” should be below its max.`);
  const initial = read("default", Math.min(max, Math.max(min, 0)));
  if (initial < min || initial > max)
    throw new HostRefusal(`${word}: the default of “${label}” should lie between its min and max.`);
  return { key, label, min, max, default: initial };
}
