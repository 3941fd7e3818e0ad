import { configureStore, type Middleware, type Reducer, type UnknownAction } from "@reduxjs/toolkit";
import { applyCommands } from "./apply-command.ts";
import { COMMANDS, type Command, type Origin, restore } from "./command.ts";
import { COMMAND_DEFINITIONS } from "./commands/command-table.ts";
import { DEV_TOOLS } from "./dev-tools.ts";
import type { Applied } from "./draft.ts";
import { initialSnapshot } from "./empty-patch.ts";
import type { CommandLogEntry, Created, Engine, SubmitOptions } from "./engine.ts";
import { History } from "./history.ts";
import { Hub } from "./hub.ts";
import type { Registry } from "./module-definition.ts";
import type { Operation } from "./operation.ts";
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

/**
 * The store that holds the patch, and the engine in front of it. A command dispatched to the store goes through `engine.submit`
 * like any other, with what its `meta` says as options; the dispatch answers with the outcome.
 */
export function createEngineStore(options: EngineOptions) {
  const { registry, clock = () => 0 } = options;
  const start = options.snapshot ?? initialSnapshot();
  // What is being dispatched has been worked out already; only a replay, as DevTools does, works it out again.
  let pending: { readonly action: UnknownAction; readonly applied: Applied } | undefined;
  const patch = (snapshot: Snapshot = start, action: UnknownAction): Snapshot => {
    if (action === pending?.action) return pending.applied.snapshot;
    const commands = commandsOf(action);
    if (!commands) return snapshot;
    const outcome = applyCommands(snapshot, commands, registry);
    return outcome.ok ? outcome.value.snapshot : snapshot;
  };
  const gate: Middleware = () => (next) => (action) => {
    const commands = action === pending?.action ? undefined : commandsOf(action);
    return commands ? engine.submit(commands, (action as { readonly meta?: SubmitOptions }).meta) : next(action);
  };
  const store = configureStore({
    reducer: { patch, ...options.extraReducers },
    devTools: DEV_TOOLS,
    middleware: (defaults) =>
      defaults({
        immutableCheck: { ignoredPaths: ["patch"] },
        serializableCheck: {
          ignoredPaths: ["patch"],
          ignoredActions: [TRANSACTION, ...Object.values(COMMANDS).map((command) => command.type)],
        },
      }).prepend(gate),
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
    const applied = pending?.applied.snapshot === now ? pending.applied : undefined;
    hub.record({
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

  /** Calls `note` before anyone hears of the change, so that what they then submit is noted after it. */
  function run(
    commands: readonly Command[],
    origin: Origin,
    at: number,
    note: (inverse: readonly Operation[]) => void,
  ): Outcome<Applied> {
    const [first] = commands;
    if (!first) return refused("There was nothing to do.");
    const before = snapshot();
    const outcome = applyCommands(before, commands, registry);
    if (!outcome.ok || outcome.value.snapshot === before) return outcome;
    const { snapshot: after, inverse } = outcome.value;
    for (const command of commands) log.push({ command, origin, at, version: after.version });
    if (log.length > 2 * LOG_LENGTH) log = log.slice(-LOG_LENGTH);
    if (inverse.some((operation) => operation.kind === "document"))
      for (const [other, history] of histories) if (other !== origin) history.clear();
    note(inverse);
    const { type, payload } = commands.length === 1 ? first : { type: TRANSACTION, payload: commands };
    pending = { action: { type, payload, meta: { origin, at } }, applied: outcome.value };
    store.dispatch(pending.action);
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
    const label = options.label ?? COMMAND_DEFINITIONS.get(String(commands[0]?.type))?.label ?? "change";
    const outcome = run(commands, origin, at, (inverse) => {
      if (undoable) historyOf(origin).note(label, inverse);
    });
    if (!outcome.ok) return outcome;
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
      const { label } = entry;
      const outcome = run([restore({ operations: entry.operations })], origin, clock(), (operations) => {
        if (operations.length === 0) return;
        if (from === "undo") history.redo.push({ label, operations });
        else history.push({ label, operations });
      });
      if (!outcome.ok) return outcome;
      if (outcome.value.inverse.length > 0) return done(undefined);
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
        if (entry) run([restore({ operations: entry.operations })], origin, clock(), () => undefined);
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
function commandsOf(action: unknown): readonly Command[] | undefined {
  if (typeof action !== "object" || action === null || !("type" in action)) return undefined;
  if (action.type === TRANSACTION) return (action as { readonly payload?: readonly Command[] }).payload ?? [];
  return COMMAND_DEFINITIONS.has(String(action.type)) ? [action as Command] : undefined;
}
