import { setContent } from "#engine/command.ts";
import type { Changes, Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { modulePath } from "#engine/name-index.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import { TICKS_PER_BEAT } from "#engine/patch.ts";
import { scriptContentOf } from "#engine/script-content.ts";
import type { ScriptError, ScriptLimits } from "./bridge.ts";
import { type AppliedCommands, createCommandIntake } from "./command-intake.ts";
import {
  type DoneMessage,
  type HostMessage,
  plainDefinition,
  type ScriptThread,
  type ThreadListener,
} from "./protocol.ts";
import type { ScriptReport, ScriptText } from "./runtime.ts";
import { feedOf } from "./snapshot-feed.ts";
import { createWatchdog } from "./watchdog.ts";

/** How a script module is doing. */
export interface ScriptStatus {
  /** `failed` goes on with what ran before, `disabled` runs no more. */
  readonly state: "running" | "failed" | "disabled" | "loading";
  readonly error?: ScriptError;
  /** First line of the text that is not blank. */
  readonly firstLine: string;
  /** Milliseconds a frame its callbacks took lately. */
  readonly ms: number;
  /** The last lines it printed, oldest first. */
  readonly output: readonly string[];
}

export interface ScriptHost {
  statusOf(module: ModuleId): ScriptStatus | undefined;
  /** Called when the status of a module changes. Returns the function that ends it. */
  onStatus(listener: (module: ModuleId) => void): () => void;
  /** Hears every line a script prints. Returns the function that ends it. */
  onLine(listener: (module: ModuleId, line: string) => void): () => void;
  /** Runs a module's script anew, also a disabled one. */
  restart(module: ModuleId): void;
  /** One frame: sends readings, lets frame callbacks run. Frames that find the thread still at the last one are skipped. */
  frame(seconds: number, epoch: number): void;
  /** Runs a text that belongs to no module, as the command line does; answers its status once it has run. */
  evaluate(text: ScriptText): Promise<ScriptStatus>;
  /** Resolves when every script has loaded or failed. */
  settled(): Promise<void>;
  /** Resolves when the scripts' thread has answered everything it was asked: after it, a frame is never skipped. */
  idle(): Promise<void>;
  dispose(): void;
}

export interface ScriptHostOptions {
  readonly engine: Engine;
  readonly live: Pick<LiveReadings, "tick" | "value"> & LiveDrive;
  /** Says what went wrong outside any one script. */
  readonly onTrouble: (message: string) => void;
  readonly limits: ScriptLimits;
  readonly spawn: (listener: ThreadListener) => ScriptThread;
  /** Shared memory for the watchdog, where there is any. */
  readonly share?: () => SharedArrayBuffer;
  /** Milliseconds, for the watchdog only. */
  readonly now: () => number;
  /** Calls again and again; answers what ends it. Left out where scripts run in this very thread. */
  readonly every?: (ms: number, run: () => void) => () => void;
}

interface Script {
  readonly text: ScriptText;
  status: ScriptStatus;
}

/** Id of the text that belongs to no module. */
const LOOSE = 0;
const OUTPUT_LINES = 200;
const WATCH_MS = 50;
/** Milliseconds a cost must change by to be told: what a screen shows of it. */
const COST_STEP = 0.05;

/** Keeps the scripts of a patch running: in a thread that can be ended, fed with changes, its commands carried out. */
export function createScriptHostWith(options: ScriptHostOptions): ScriptHost {
  const { engine, live, limits } = options;
  const scripts = new Map<ModuleId, Script>();
  const statusListeners = new Set<(module: ModuleId) => void>();
  const lineListeners = new Set<(module: ModuleId, line: string) => void>();
  const settling: (() => void)[] = [];
  const idling: (() => void)[] = [];
  let fed: Snapshot | undefined;
  let thread: ScriptThread | undefined;
  let intake = createCommandIntake(engine);
  let number = 0;
  let answered = 0;
  let frameUnderWay: number | undefined;
  let failures = 0;
  /** Answers that came while the engine was telling of a change: what they ask for would be put off, and its ids unknown. */
  const backlog: DoneMessage[] = [];
  let observing = false;

  const post = (message: DistributiveOmit<HostMessage, "number">): number => {
    number++;
    watchdog.expect(number);
    // The union's members differ in everything but the number.
    thread?.post({ ...message, number } as HostMessage);
    return number;
  };

  const change = (module: ModuleId, script: Script, status: Partial<ScriptStatus>, clearsError = false): void => {
    const { error, ...rest } = script.status;
    script.status = { ...rest, ...(error && !clearsError ? { error } : {}), ...status };
    for (const listener of statusListeners) listener(module);
    if ([...scripts.values()].every((one) => one.status.state !== "loading")) release(settling);
  };

  const load = (module: ModuleId, text: ScriptText): void => {
    const firstLine =
      text.source
        .split("\n")
        .find((line) => line.trim() !== "")
        ?.trim() ?? "";
    const before = scripts.get(module)?.status;
    const script: Script = { text, status: before ?? { state: "loading", firstLine, ms: 0, output: [] } };
    scripts.set(module, script);
    change(module, script, { state: "loading", firstLine });
    post({ type: "load", module, text });
  };

  const textOf = (snapshot: Snapshot, id: ModuleId): ScriptText | undefined => {
    const module = snapshot.patch.modules.get(id);
    const definition = module && !module.unknown ? engine.registry.get(module.type) : undefined;
    if (!module || !definition?.script) return undefined;
    const { source } = scriptContentOf(module.content ?? definition.content?.default);
    return { language: definition.script.language, source, chunk: modulePath(snapshot.patch, module) };
  };

  const follow = (snapshot: Snapshot, id: ModuleId): void => {
    const text = textOf(snapshot, id);
    const script = scripts.get(id);
    if (text) {
      if (text.source !== script?.text.source) load(id, text);
    } else if (script && id !== LOOSE) {
      scripts.delete(id);
      post({ type: "detach", module: id });
    }
  };

  const feed = (snapshot: Snapshot, changes: Changes | undefined): void => {
    const { acknowledged, except } = intake.acknowledge(fed?.version ?? snapshot.version, snapshot.version);
    post({ type: "sync", feed: feedOf(fed, snapshot, changes), acknowledged, except });
    fed = snapshot;
  };

  const carryOut = (): void => {
    for (const message of backlog.splice(0)) take(message);
  };

  const observe = (snapshot: Snapshot, changes: Changes): void => {
    observing = true;
    try {
      feed(snapshot, changes);
      const ids = changes.all ? new Set([...scripts.keys(), ...snapshot.patch.modules.keys()]) : changes.modules;
      for (const id of ids) follow(snapshot, id);
    } finally {
      observing = false;
    }
  };

  const report = ({ module, state, error }: ScriptReport): void => {
    const script = scripts.get(module);
    if (!script) return;
    change(module, script, { state, ...(error ? { error } : {}) }, state === "running");
  };

  const line = (module: ModuleId, text: string): void => {
    const script = scripts.get(module);
    if (!script) return;
    change(module, script, { output: [...script.status.output, text].slice(-OUTPUT_LINES) });
    for (const listener of lineListeners) listener(module, text);
  };

  const declarePorts = ({ module, inputs, outputs }: DoneMessage["ports"][number]): void => {
    const found = engine.snapshot().patch.modules.get(module);
    if (!found) return;
    const content = found.content ?? engine.registry.get(found.type)?.content?.default ?? {};
    const before = scriptContentOf(content);
    if (JSON.stringify([before.inputs, before.outputs]) === JSON.stringify([inputs, outputs])) return;
    const outcome = engine.submit(setContent({ module, content: { ...content, inputs, outputs } }), {
      origin: "script",
      undoable: false,
    });
    if (!outcome.ok) options.onTrouble(outcome.reason);
  };

  const tellRefusals = ({ refusals }: AppliedCommands): void => {
    for (const { module, reason } of refusals) {
      line(module, reason);
      options.onTrouble(reason);
    }
  };

  const done = (message: DoneMessage): void => {
    watchdog.answered(message.number);
    if (message.number === frameUnderWay) {
      frameUnderWay = undefined;
      failures = 0;
    }
    answered = message.number;
    backlog.push(message);
    if (!observing) carryOut();
    if (answered === number) release(idling);
  };

  const take = (message: DoneMessage): void => {
    for (const ports of message.ports) declarePorts(ports);
    tellRefusals(intake.apply(message.commands));
    for (const { module, key, value } of message.drives) live.drive(intake.realId(module), key, value);
    for (const [module, text] of message.lines) line(module, text);
    for (const one of message.reports) report(one);
    for (const [module, ms] of message.costs) {
      const script = scripts.get(module);
      if (script && Math.abs(script.status.ms - ms) >= COST_STEP) change(module, script, { ms });
    }
  };

  const begin = (): void => {
    const flag = options.share?.();
    watchdog.begin(flag && new Int32Array(flag));
    intake = createCommandIntake(engine);
    frameUnderWay = undefined;
    const mine = options.spawn({
      onMessage: (message) => {
        if (thread !== mine && thread !== undefined) return;
        if (message.type === "enter") watchdog.entered(message.module);
        else done(message);
      },
      onFailure: (reason) => {
        if (thread === mine) breakDown(reason);
      },
    });
    thread = mine;
    const definitions = engine.registry.all().map(plainDefinition);
    post({ type: "start", definitions, limits, ...(flag ? { flag } : {}) });
    fed = undefined;
    feed(engine.snapshot(), undefined);
  };

  /** Ends the thread, disables who is to blame, and runs the others in a new one. */
  const replaceThread = (guilty: ModuleId | undefined, error: ScriptError): void => {
    thread?.terminate();
    thread = undefined;
    begin();
    for (const [module, script] of scripts) {
      if (module === guilty) change(module, script, { state: "disabled", error });
      else if (script.status.state !== "disabled") load(module, script.text);
    }
  };

  const breakDown = (reason: string): void => {
    failures++;
    const guilty = watchdog.running();
    options.onTrouble(`The script thread broke down: ${reason}`);
    if (failures > 3) {
      thread?.terminate();
      thread = undefined;
      release(idling);
      for (const [module, script] of scripts) {
        change(module, script, {
          state: "disabled",
          error: { kind: "killed", message: `The script thread keeps breaking down: ${reason}` },
        });
      }
      return;
    }
    replaceThread(guilty, { kind: "killed", message: `It broke the script thread and was stopped: ${reason}` });
  };

  const watchdog = createWatchdog(limits.killMs, options.now, (guilty) => {
    replaceThread(guilty, {
      kind: "killed",
      message: `It did not answer for ${limits.killMs} ms and was stopped. Is there a loop that doesn't end, or a search pattern that never finishes?`,
    });
  });
  const endWatch = options.every?.(WATCH_MS, watchdog.check);
  begin();
  for (const id of engine.snapshot().patch.modules.keys()) follow(engine.snapshot(), id);
  const endObserver = engine.subscribe(observe);

  const inputsNow = (): (readonly [ModuleId, string, number])[] =>
    [...scripts.keys()].flatMap((module) =>
      scriptContentOf(engine.snapshot().patch.modules.get(module)?.content).inputs.flatMap(({ key }) => {
        const value = live.value(module, key);
        return value === undefined ? [] : [[module, key, value] as const];
      }),
    );

  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      if ([...scripts.values()].every((script) => script.status.state !== "loading")) resolve();
      else settling.push(resolve);
    });

  return {
    statusOf: (module) => scripts.get(module)?.status,
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onLine(listener) {
      lineListeners.add(listener);
      return () => lineListeners.delete(listener);
    },
    restart(module) {
      const text = module === LOOSE ? scripts.get(LOOSE)?.text : textOf(engine.snapshot(), module);
      if (text) load(module, text);
    },
    frame(seconds, epoch) {
      carryOut();
      const unseen = intake.unseen();
      if (unseen && fed?.version === engine.snapshot().version) {
        const { acknowledged } = intake.acknowledge(fed.version, fed.version);
        post({ type: "sync", acknowledged, except: [] });
      }
      if (frameUnderWay !== undefined || scripts.size === 0) return;
      // An answer can come while posting, where scripts run in this thread.
      frameUnderWay = number + 1;
      post({ type: "frame", frame: { seconds, beat: live.tick() / TICKS_PER_BEAT, epoch }, inputs: inputsNow() });
    },
    async evaluate(text) {
      load(LOOSE, text);
      await settled();
      return scripts.get(LOOSE)?.status ?? { state: "disabled", firstLine: "", ms: 0, output: [] };
    },
    settled,
    idle: () =>
      new Promise((resolve) => {
        if (thread === undefined || answered === number) resolve();
        else idling.push(resolve);
      }),
    dispose() {
      endObserver();
      endWatch?.();
      thread?.terminate();
      thread = undefined;
      scripts.clear();
      release(settling);
      release(idling);
    },
  };
}

function release(waiting: (() => void)[]): void {
  for (const resolve of waiting.splice(0)) resolve();
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
