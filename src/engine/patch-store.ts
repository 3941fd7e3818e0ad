import { configureStore, type Middleware, type Reducer, type UnknownAction } from "@reduxjs/toolkit";
import { applyCommands } from "./apply-command.ts";
import { COMMANDS, type Command } from "./command.ts";
import { COMMAND_DEFINITIONS } from "./commands/command-table.ts";
import { DEV_TOOLS } from "./dev-tools.ts";
import type { Applied } from "./draft.ts";
import type { SubmitOptions } from "./engine.ts";
import type { Registry } from "./module-definition.ts";
import type { Outcome } from "./outcome.ts";
import type { Snapshot } from "./patch.ts";

const TRANSACTION = "patch/transaction";

export interface PatchStoreOptions {
  readonly registry: Registry;
  readonly start: Snapshot;
  /** Slices beside `patch`. */
  readonly extraReducers: Readonly<Record<string, Reducer>>;
  /** Where a command goes that somebody dispatched. */
  readonly submit: (commands: readonly Command[], options: SubmitOptions | undefined) => Outcome<unknown>;
  /** The snapshot is another; `applied` is what came of the commands, unless DevTools went to another time. */
  readonly changed: (applied: Applied | undefined) => void;
}

/** The Redux store that holds the snapshot. A command dispatched to it is submitted like any other. */
export function createPatchStore({ registry, start, extraReducers, submit, changed }: PatchStoreOptions) {
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
    return commands ? submit(commands, (action as { readonly meta?: SubmitOptions }).meta) : next(action);
  };
  const store = configureStore({
    reducer: { patch, ...extraReducers },
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
  let known = snapshot();
  store.subscribe(() => {
    const now = snapshot();
    if (now === known) return;
    known = now;
    changed(pending?.applied.snapshot === now ? pending.applied : undefined);
  });
  return {
    store,
    snapshot,
    /** Takes over what commands came to. */
    put(commands: readonly Command[], applied: Applied, meta: SubmitOptions): void {
      const [first] = commands;
      const { type, payload } = commands.length === 1 && first ? first : { type: TRANSACTION, payload: commands };
      pending = { action: { type, payload, meta }, applied };
      store.dispatch(pending.action);
    },
  };
}

/** The commands an action carries, or nothing when it is somebody else's. */
function commandsOf(action: unknown): readonly Command[] | undefined {
  if (typeof action !== "object" || action === null || !("type" in action)) return undefined;
  if (action.type === TRANSACTION) return (action as { readonly payload?: readonly Command[] }).payload ?? [];
  return COMMAND_DEFINITIONS.has(String(action.type)) ? [action as Command] : undefined;
}
