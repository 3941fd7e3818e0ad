import { pause, play, seek, setTempo, stop } from "#engine/command.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { ScriptPort } from "#engine/script-content.ts";
import { bindConnections } from "./bind-connections.ts";
import { bindModules } from "./bind-modules.ts";
import { bindPatterns } from "./bind-patterns.ts";
import {
  HANDLE,
  type HostBinding,
  HostRefusal,
  type ScriptFn,
  type ScriptHandle,
  type ScriptRecord,
  type ScriptValue,
} from "./bridge.ts";
import { runCommandLine } from "./command-line.ts";
import type { HandleKind } from "./host-api-types.ts";
import type { HostImplementation } from "./host-implementation.ts";
import { createPatchAccess, type PatchAccess, settingsOf } from "./patch-access.ts";
import type { Replica } from "./replica.ts";
import type { ScriptEvent, ScriptSession } from "./script-session.ts";

/** What a script's host functions need besides the patch. */
export interface BindingSurroundings {
  readonly replica: Replica;
  /** The session of the load that calls: another one after a reload. */
  readonly session: () => ScriptSession;
  readonly release: (fn: ScriptFn) => void;
  /** Transport position in beats at the last frame. */
  readonly beat: () => number;
  readonly time: () => { readonly clock: number; readonly epoch: number };
  /** What the cables into a script's input add up to, or undefined with none. */
  readonly input: (module: ModuleId, key: string) => number | undefined;
}

/** The host API of one script module. */
export function createHostBinding(surroundings: BindingSurroundings): HostBinding {
  let bound: { readonly session: ScriptSession; readonly implementation: HostImplementation } | undefined;
  const implementationOf = (session: ScriptSession): HostImplementation => {
    if (bound?.session !== session) bound = { session, implementation: implement(surroundings, session) };
    return bound.implementation;
  };
  return {
    time: surroundings.time,
    invoke(path, args) {
      const implementation = implementationOf(surroundings.session());
      if (!Object.hasOwn(implementation, path)) throw new HostRefusal(`${path} is not available.`);
      // The arguments were checked against the same table the implementation is typed by.
      const run = implementation[path as keyof HostImplementation] as (...args: readonly ScriptValue[]) => ScriptValue;
      return run(...args);
    },
  };
}

const handle = (kind: HandleKind, id = 0): ScriptHandle => ({ is: HANDLE, kind, id });

function implement(surroundings: BindingSurroundings, session: ScriptSession): HostImplementation {
  const access = createPatchAccess(surroundings.replica, session);
  const listen = (event: ScriptEvent) => (_: ScriptHandle, fn: ScriptFn) => session.addCallback(event, fn);
  const unlisten = (event: ScriptEvent) => (_: ScriptHandle, id: ScriptValue) => {
    const fn = session.removeCallback(event, id);
    if (fn) surroundings.release(fn);
    return fn !== undefined;
  };
  const withoutLine = {
    ...bindClock(access, surroundings),
    ...bindModules(access, session),
    ...bindPatterns(access),
    ...bindConnections(access),
    ...bindPorts(surroundings, session),
    "Engine:onStateChange": listen("state"),
    "Engine:removeStateChangeCallback": unlisten("state"),
    "Engine:onFrame": listen("frame"),
    "Engine:removeFrameCallback": unlisten("frame"),
    "Engine:getState": () => surroundings.replica.state(),
    "Engine:getClock": () => handle("Clock"),
    "Engine:getModuleRegistry": () => handle("ModuleRegistry"),
    "Engine:getConnectionManager": () => handle("ConnectionManager"),
    "Engine:getParameterRouter": () => handle("ParameterRouter"),
    "Engine:getPatternRuntime": () => handle("PatternRuntime"),
  };
  const exec = (line: string): ScriptRecord => runCommandLine(access, withoutLine, line);
  return { ...withoutLine, exec, "Engine:executeCommand": (_, line) => exec(line) };
}

type ClockPaths =
  `Clock:${"setBPM" | "getBPM" | "play" | "start" | "stop" | "pause" | "reset" | "isPlaying" | "getBeat"}`;

function bindClock(access: PatchAccess, { beat }: BindingSurroundings): Pick<HostImplementation, ClockPaths> {
  const transport = () => access.replica.snapshot().transport;
  const begin = () => {
    if (transport().state !== "playing") access.submit(play());
    return null;
  };
  return {
    "Clock:setBPM": (_, bpm) => {
      if (bpm < 20 || bpm > 480)
        throw new HostRefusal(`The tempo lies between 20 and 480 beats a minute, so ${bpm} won't do.`);
      if (bpm !== transport().bpm) access.submit(setTempo({ bpm }));
      return null;
    },
    "Clock:getBPM": () => transport().bpm,
    "Clock:play": begin,
    "Clock:start": begin,
    "Clock:stop": () => {
      if (transport().state !== "stopped") access.submit(stop());
      return null;
    },
    "Clock:pause": () => {
      if (transport().state === "playing") access.submit(pause());
      return null;
    },
    "Clock:reset": () => {
      access.submit(seek({ tick: 0 }));
      return null;
    },
    "Clock:isPlaying": () => transport().state === "playing",
    "Clock:getBeat": beat,
  };
}

type PortPaths = "input" | "output" | "Input:get" | "Output:set";

function bindPorts(surroundings: BindingSurroundings, session: ScriptSession): Pick<HostImplementation, PortPaths> {
  const portOf = (list: readonly ScriptPort[], self: ScriptHandle): ScriptPort => {
    const port = list[self.id];
    if (!port) throw new HostRefusal("The port belongs to an earlier version of the script.");
    return port;
  };
  const declare = (side: "inputs" | "outputs", label: string, settings: ScriptValue): number =>
    session.declare(side, label, settingsOf(side === "inputs" ? "input" : "output", settings));
  return {
    input: (label, settings) => handle("Input", declare("inputs", label, settings)),
    output: (label, settings) => handle("Output", declare("outputs", label, settings)),
    "Input:get": (self) => {
      const port = portOf(session.inputs, self);
      const value = surroundings.input(session.module, port.key);
      return value === undefined ? port.default : port.min + value * (port.max - port.min);
    },
    "Output:set": (self, value) => {
      const port = portOf(session.outputs, self);
      session.drive({ module: session.module, key: port.key, value: Math.min(port.max, Math.max(port.min, value)) });
      return null;
    },
  };
}
