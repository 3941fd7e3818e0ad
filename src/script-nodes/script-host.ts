import { setContent } from "#engine/command.ts";
import type { Changes, Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { modulePath } from "#engine/name-index.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import { definitionOf, TICKS_PER_BEAT } from "#engine/patch.ts";
import { scriptContentOf } from "#engine/script-content.ts";
import type { ScriptLimits } from "./bridge.ts";
import { type AppliedCommands, createCommandIntake } from "./command-intake.ts";
import { createDrivenValues } from "./driven-values.ts";
import {
  type DeclaredPorts,
  type DoneMessage,
  type EffectsMessage,
  plainDefinition,
  type ScriptThread,
  type ThreadListener,
} from "./protocol.ts";
import type { ScriptReport, ScriptText } from "./running-script.ts";
import type { ScriptStatus } from "./script-status.ts";
import { ScriptTable } from "./script-table.ts";
import { feedOf } from "./snapshot-feed.ts";
import { ThreadSupervisor } from "./thread-supervisor.ts";

/** The scripts of a patch, seen from the engine's side. */
export interface ScriptHost {
  statusOf(module: ModuleId): ScriptStatus | undefined;
  /** Called when the status of a module changes. Returns the function that ends it. */
  onStatus(listener: (module: ModuleId) => void): () => void;
  /** Hears every line a script prints. Returns the function that ends it. */
  onLine(listener: (module: ModuleId, line: string) => void): () => void;
  /** Runs a module's script anew, whatever became of it before. */
  restart(module: ModuleId): void;
  /** One frame: sends readings, lets frame callbacks run. Frames that find the thread still at the last one are skipped. */
  frame(seconds: number): void;
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
  /** Seconds since 1970, as scripts see them: the same in every render. */
  readonly epoch: () => number;
  /** Calls again and again; answers what ends it. Left out, nothing watches the thread. */
  readonly every?: (ms: number, run: () => void) => () => void;
}

/** Id of the text that belongs to no module. */
const LOOSE = 0;

/** Keeps the scripts of a patch running: in a thread that can be ended, fed with changes, its commands carried out. */
export function createScriptHostWith(options: ScriptHostOptions): ScriptHost {
  const { engine, live } = options;
  const statusListeners = new Set<(module: ModuleId) => void>();
  const lineListeners = new Set<(module: ModuleId, line: string) => void>();
  const driven = createDrivenValues(live);
  let intake = createCommandIntake(engine);
  let fed: Snapshot | undefined;
  /** Answers that came while the engine was telling of a change: what they ask for would be put off, and its ids unknown. */
  const backlog: (EffectsMessage | DoneMessage)[] = [];
  let observing = false;

  const table = new ScriptTable(
    (request) => supervisor.post(request),
    (module) => {
      if (!table.isActive(module)) driven.letGo(module);
      for (const listener of statusListeners) listener(module);
    },
  );

  const supervisor = new ThreadSupervisor({
    spawn: options.spawn,
    ...(options.share && { share: options.share }),
    ...(options.every && { every: options.every }),
    now: options.now,
    epoch: options.epoch,
    killMs: options.limits.killMs,
    onStart(flag) {
      intake = createCommandIntake(engine, intake.ids());
      backlog.length = 0;
      const definitions = engine.registry.all().map(plainDefinition);
      const ids = intake.ids();
      supervisor.post({ type: "start", definitions, limits: options.limits, ids, ...(flag ? { flag } : {}) });
      fed = undefined;
      feed(engine.snapshot(), undefined);
      table.threadStarted();
    },
    onLost(lost) {
      if (lost.guilty === undefined) options.onTrouble(lost.reason);
      table.threadLost(lost);
    },
    onDown: (reason) => table.threadDown(reason),
    onCarry: ({ module, carried }) => table.carry(module, carried),
    onEffects(message) {
      backlog.push(message);
      if (!observing) carryOut();
    },
  });

  const feed = (snapshot: Snapshot, changes: Changes | undefined): void => {
    const acknowledgement = intake.acknowledge(fed?.version ?? snapshot.version, snapshot.version);
    supervisor.post({ type: "sync", feed: feedOf(fed, snapshot, changes), ...acknowledgement });
    fed = snapshot;
  };

  const run = (module: ModuleId, text: ScriptText): void => {
    table.want(module, text, engine.snapshot().patch.modules.get(module)?.bypassed === true);
    supervisor.ensure();
  };

  /** Keeps a module's script as the patch says; `anew` runs it from the beginning, edited or not. */
  const follow = (snapshot: Snapshot, id: ModuleId, anew: boolean): void => {
    const text = textOf(engine, snapshot, id);
    if (text) {
      if (anew || text.source !== table.wantedOf(id)?.source) run(id, text);
      table.bypass(id, snapshot.patch.modules.get(id)?.bypassed === true);
    } else if (id !== LOOSE && table.wantedOf(id)) {
      table.remove(id);
      driven.letGo(id);
    }
  };

  const observe = (snapshot: Snapshot, changes: Changes): void => {
    observing = true;
    try {
      feed(snapshot, changes);
      // Another document, even with the same scripts in it: none goes on with what it knew of the last one.
      const ids = changes.all ? new Set([...table.modules(), ...snapshot.patch.modules.keys()]) : changes.modules;
      for (const id of ids) follow(snapshot, id, changes.all);
    } finally {
      observing = false;
    }
  };

  const print = (module: ModuleId, line: string): void => {
    table.print(module, line);
    for (const listener of lineListeners) listener(module, line);
  };

  const tellRefusals = ({ refusals }: AppliedCommands): void => {
    for (const { module, reason } of refusals) {
      print(module, reason);
      options.onTrouble(reason);
    }
  };

  const report = (number: number, one: ScriptReport): void => {
    if (one.about === "load" && one.state === "running") driven.anew(one.module);
    table.report(number, one);
  };

  const take = (message: EffectsMessage | DoneMessage): void => {
    for (const reason of message.trouble) options.onTrouble(reason);
    for (const ports of message.ports) declarePorts(options, ports);
    tellRefusals(intake.apply(message.commands));
    for (const [module, line] of message.lines) print(module, line);
    for (const one of message.reports) report(message.number, one);
    for (const { by, module, key, value } of message.drives)
      if (table.isActive(by)) driven.drive(by, intake.realId(module), key, value);
    for (const cost of message.costs) table.cost(cost);
    if (message.type === "done") table.answered(message.number);
  };

  const carryOut = (): void => {
    for (const message of backlog.splice(0)) take(message);
  };

  /** Tells the thread what became of its commands, where no change of the patch does. */
  const acknowledge = (): void => {
    if (!intake.unseen() || fed?.version !== engine.snapshot().version) return;
    const { acknowledged } = intake.acknowledge(fed.version, fed.version);
    supervisor.post({ type: "sync", acknowledged, except: [], answered: false });
  };

  const inputsNow = (): (readonly [ModuleId, string, number])[] =>
    [...table.modules()].flatMap((module) =>
      scriptContentOf(engine.snapshot().patch.modules.get(module)?.content).inputs.flatMap(({ key }) => {
        const value = live.value(module, key);
        return value === undefined ? [] : [[module, key, value] as const];
      }),
    );

  supervisor.ensure();
  for (const id of engine.snapshot().patch.modules.keys()) follow(engine.snapshot(), id, false);
  const endObserver = engine.subscribe(observe);

  return {
    statusOf: (module) => table.statusOf(module),
    onStatus: (listener) => listening(statusListeners, listener),
    onLine: (listener) => listening(lineListeners, listener),
    restart(module) {
      const text = module === LOOSE ? table.wantedOf(LOOSE) : textOf(engine, engine.snapshot(), module);
      if (text) run(module, { ...text });
    },
    frame(seconds) {
      carryOut();
      supervisor.tick(seconds);
      table.tick(seconds);
      driven.tick(seconds);
      acknowledge();
      if (supervisor.isAtFrame || table.size === 0) return;
      const moment = { seconds, beat: live.tick() / TICKS_PER_BEAT };
      supervisor.post({ type: "frame", frame: moment, inputs: inputsNow() });
    },
    async evaluate(text) {
      run(LOOSE, text);
      await table.settled();
      return table.statusOf(LOOSE) ?? { state: "disabled", firstLine: "", ms: 0, output: [] };
    },
    settled: () => table.settled(),
    idle: () => supervisor.idle(),
    dispose() {
      endObserver();
      supervisor.dispose();
      table.dispose();
    },
  };
}

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a module runs; undefined where it is no script. */
function textOf(engine: Engine, snapshot: Snapshot, id: ModuleId): ScriptText | undefined {
  const module = snapshot.patch.modules.get(id);
  const definition = module && definitionOf(engine.registry, module);
  if (!module || !definition?.script) return undefined;
  const { source } = scriptContentOf(module.content ?? definition.content?.default);
  return { language: definition.script.language, source, chunk: modulePath(snapshot.patch, module) };
}

/** Gives a script's module the ports it asks for. */
function declarePorts(
  { engine, onTrouble }: Pick<ScriptHostOptions, "engine" | "onTrouble">,
  { module, inputs, outputs }: DeclaredPorts,
): void {
  const found = engine.snapshot().patch.modules.get(module);
  if (!found) return;
  const content = found.content ?? definitionOf(engine.registry, found)?.content?.default ?? {};
  const before = scriptContentOf(content);
  if (JSON.stringify([before.inputs, before.outputs]) === JSON.stringify([inputs, outputs])) return;
  const outcome = engine.submit(setContent({ module, content: { ...content, inputs, outputs } }), {
    origin: "script",
    undoable: false,
  });
  if (!outcome.ok) onTrouble(outcome.reason);
}
