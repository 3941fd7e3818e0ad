import { configureStore, type Reducer, type UnknownAction } from "@reduxjs/toolkit";
import { applyCommands } from "./apply-command.ts";
import { COMMANDS, type Command, type Origin, restore } from "./command.ts";
import { COMMAND_DEFINITIONS } from "./commands/command-table.ts";
import type { Applied } from "./draft.ts";
import { initialSnapshot } from "./empty-patch.ts";
import type { CommandLogEntry, Created, Engine, SubmitOptions } from "./engine.ts";
import { History } from "./history.ts";
import { Hub } from "./hub.ts";
import type { Registry } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Snapshot } from "./patch.ts";

const TRANSACTION = "patch/transaction";
const LOG_LENGTH = 16_384;
const NOTHING: Created = Object.freeze({ modules: [], connections: [], patterns: [], assets: [], presets: [] });

export interface EngineOptions {
  readonly registry: Registry;
  /** What it begins with; default an empty patch. */
  readonly snapshot?: Snapshot;
  /** The sample time now, for the command log; default always 0. */
  readonly clock?: () => number;
  readonly reportTrouble?: (message: string) => void;
  /** Slices the host adds beside `patch`. */
  readonly extraReducers?: Readonly<Record<string, Reducer>>;
}

/** An engine alone, for hosts that need no slices of their own. */
export const createEngine = (options: EngineOptions): Engine => createEngineStore(options).engine;

/** The store that holds the patch, and the engine in front of it: patch changes go through `engine.submit`. */
export function createEngineStore(options: EngineOptions) {
  const { registry, clock = () => 0 } = options;
  const start = options.snapshot ?? initialSnapshot();
  // An action has no return value: what a reduction also found out is left here for the submit that dispatched it.
  let receipt: Outcome<Applied> | undefined;
  const patch = (snapshot: Snapshot = start, action: UnknownAction): Snapshot => {
    const commands = commandsOf(action);
    if (!commands) return snapshot;
    receipt = applyCommands(snapshot, commands, registry);
    return receipt.ok ? receipt.value.snapshot : snapshot;
  };
  const store = configureStore({
    reducer: { patch, ...options.extraReducers },
    middleware: (defaults) =>
      defaults({
        immutableCheck: { ignoredPaths: ["patch"] },
        serializableCheck: {
          ignoredPaths: ["patch"],
          ignoredActions: [TRANSACTION, ...Object.values(COMMANDS).map((command) => command.type)],
        },
      }),
  });
  const snapshot = () => store.getState().patch as Snapshot;
  const listeners = new Set<(message: string) => void>(options.reportTrouble ? [options.reportTrouble] : []);
  const report = (message: string) => {
    for (const listener of [...listeners]) {
      try {
        listener(message);
      } catch {
        // Nobody is left to tell.
      }
    }
  };
  const hub = new Hub(snapshot, report);
  let known = snapshot();
  store.subscribe(() => {
    const now = snapshot();
    if (now === known) return;
    known = now;
    const applied = receipt?.ok && receipt.value.snapshot === now ? receipt.value : undefined;
    hub.record({
      version: now.version,
      operations: applied?.inverse ?? [],
      transport: applied?.transportChanged ?? true,
      all: !applied,
    });
  });
  const histories = new Map<Origin, History>();
  const historyOf = (origin: Origin): History => {
    let history = histories.get(origin);
    if (!history) {
      history = new History();
      histories.set(origin, history);
    }
    return history;
  };
  let log: CommandLogEntry[] = [];

  function run(commands: readonly Command[], origin: Origin, at: number): Outcome<Applied> {
    const [first] = commands;
    if (!first) return refused("There was nothing to do.");
    const before = snapshot();
    receipt = undefined;
    const action = commands.length === 1 ? first : { type: TRANSACTION, payload: commands };
    store.dispatch({ ...action, meta: { origin, at } } as UnknownAction);
    const outcome = receipt as Outcome<Applied> | undefined;
    if (!outcome) return refused(`There is no command “${first.type}” in this version.`);
    if (!outcome.ok || outcome.value.snapshot === before) return outcome;
    const { version } = outcome.value.snapshot;
    for (const command of commands) log.push({ command, origin, at, version });
    if (log.length > 2 * LOG_LENGTH) log = log.slice(-LOG_LENGTH);
    if (outcome.value.inverse.some((operation) => operation.kind === "document"))
      for (const [other, history] of histories) if (other !== origin) history.clear();
    return outcome;
  }

  function submit(given: Command | readonly Command[], options: SubmitOptions = {}): Outcome<Created> {
    if (hub.isDelivering) {
      hub.defer(() => {
        const later = submit(given, options);
        if (!later.ok) report(later.reason);
      });
      return done(NOTHING);
    }
    const { origin = "hand", at = clock(), undoable = true } = options;
    const commands = Array.isArray(given) ? (given as readonly Command[]) : [given as Command];
    const outcome = run(commands, origin, at);
    if (!outcome.ok) return outcome;
    const label = options.label ?? COMMAND_DEFINITIONS.get(commands[0]?.type ?? "")?.label ?? "change";
    if (undoable) historyOf(origin).note(label, outcome.value.inverse);
    return done(outcome.value.created);
  }

  function step(origin: Origin, from: "undo" | "redo", nothing: string): Outcome<void> {
    if (hub.isDelivering) {
      hub.defer(() => step(origin, from, nothing));
      return done(undefined);
    }
    const history = historyOf(origin);
    history.end();
    for (let entry = history[from].pop(); entry; entry = history[from].pop()) {
      const outcome = run([restore({ operations: entry.operations })], origin, clock());
      if (!outcome.ok) return outcome;
      if (outcome.value.inverse.length === 0) continue;
      const opposite = { label: entry.label, operations: outcome.value.inverse };
      if (from === "undo") history.redo.push(opposite);
      else history.push(opposite);
      return done(undefined);
    }
    return refused(nothing);
  }

  const whenQuiet = (work: () => void) => (hub.isDelivering ? hub.defer(work) : work());
  const engine: Engine = {
    registry,
    snapshot,
    submit,
    can(given) {
      const commands = Array.isArray(given) ? (given as readonly Command[]) : [given as Command];
      const outcome = applyCommands(snapshot(), commands, registry);
      return outcome.ok ? done(undefined) : outcome;
    },
    beginGesture: (label, origin = "hand") => whenQuiet(() => historyOf(origin).begin(label)),
    endGesture: (origin = "hand") => whenQuiet(() => historyOf(origin).end()),
    cancelGesture: (origin = "hand") =>
      whenQuiet(() => {
        const entry = historyOf(origin).abandon();
        if (entry) run([restore({ operations: entry.operations })], origin, clock());
      }),
    undo: (origin = "hand") => step(origin, "undo", "There is nothing to undo."),
    redo: (origin = "hand") => step(origin, "redo", "There is nothing to redo."),
    undoState(origin = "hand") {
      const history = historyOf(origin);
      return { undo: history.undo.at(-1)?.label, redo: history.redo.at(-1)?.label };
    },
    subscribe: (observer) => hub.subscribe(observer),
    flush: () => hub.flush(),
    onTrouble(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    log: () => log.slice(-LOG_LENGTH),
  };
  return { engine, store };
}

/** The commands an action carries, or nothing when it is somebody else's. */
function commandsOf(action: UnknownAction): readonly Command[] | undefined {
  if (action.type === TRANSACTION) return action.payload as readonly Command[];
  return COMMAND_DEFINITIONS.has(action.type) ? [action as Command] : undefined;
}
