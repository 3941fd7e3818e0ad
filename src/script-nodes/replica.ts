import type { Command } from "#engine/command.ts";
import type { Created } from "#engine/engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Outcome } from "#engine/outcome.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import type { ScriptRecord } from "./bridge.ts";
import { withRealIds } from "./command-references.ts";
import { numberedFrom, provisionalAfter, sameIdsAs } from "./provisional-ids.ts";
import { applyFeed, type SnapshotFeed } from "./snapshot-feed.ts";

/** The engine's own pure functions, given from outside so that this folder can be tested without them. */
export interface PatchModel {
  apply(snapshot: Snapshot, command: Command, registry: Registry): Outcome<{ snapshot: Snapshot; created: Created }>;
  /** The plain, frozen state a script sees. */
  state(snapshot: Snapshot, registry: Registry): ScriptRecord;
}

/** A command a script gave, on its way to the engine. */
export interface QueuedCommand {
  /** Rises by one with each. */
  readonly serial: number;
  /** The script module it came from. */
  readonly module: ModuleId;
  /** It came from that script's own state callback, which is not called again for it. */
  readonly answering: boolean;
  readonly command: Command;
  /** The ids it gave here, all of them provisional. */
  readonly made: Created;
}

/** What the host answers with a feed: how far it has come, and the real ids of what was made. */
export interface Acknowledgement {
  readonly serial: number;
  readonly ids: readonly (readonly [provisional: number, real: number])[];
}

/**
 * The patch as a script's thread sees it: what the host last sent, and on top the scripts' own commands, applied at once by the same
 * rules. So a script reads what it wrote, and a refusal reaches it on the line that caused it, without waiting for another thread.
 */
export interface Replica {
  readonly registry: Registry;
  snapshot(): Snapshot;
  state(): ScriptRecord;
  /** The real id of something made here, once the host has told; else the id itself. */
  resolve(id: number): number;
  submit(command: Command, by: { readonly module: ModuleId; readonly answering: boolean }): Outcome<Created>;
  hasCommands(): boolean;
  /** Commands not yet taken, each once. */
  take(): readonly QueuedCommand[];
  /** Runs `work`; when it answers false, everything submitted meanwhile is undone and not sent. */
  attempt(work: () => boolean): void;
  receive(feed: SnapshotFeed | undefined, acknowledged: Acknowledgement): void;
}

/**
 * A replica of an empty patch.
 * @param known what replicas before it made, which scripts may still call by the ids they gave
 */
export function createReplica(
  model: PatchModel,
  registry: Registry,
  initial: Snapshot,
  known: Acknowledgement["ids"] = [],
): Replica {
  let base = initial;
  let current = initial;
  let serial = 0;
  let nextId = provisionalAfter(known);
  let queue: QueuedCommand[] = [];
  let sent: QueuedCommand[] = [];
  const realIds = new Map<number, number>(known);

  /** Does once more what was done before the patch below it changed; what it made keeps its ids. */
  const repeat = ({ command, made }: QueuedCommand): void => {
    const real = withRealIds(command, (id) => realIds.get(id));
    const applied = model.apply(numberedFrom(current, sameIdsAs(made, nextId)), real, registry);
    if (applied.ok) current = applied.value.snapshot;
  };

  return {
    registry,
    snapshot: () => current,
    state: () => model.state(current, registry),
    resolve: (id) => realIds.get(id) ?? id,
    submit(command, { module, answering }) {
      const applied = model.apply(numberedFrom(current, nextId), command, registry);
      if (!applied.ok) return applied;
      current = applied.value.snapshot;
      nextId = current.patch.nextId;
      queue.push({ serial: ++serial, module, answering, command, made: applied.value.created });
      return { ok: true, value: applied.value.created };
    },
    hasCommands: () => queue.length > 0,
    take() {
      const taken = queue;
      sent = [...sent, ...taken];
      queue = [];
      return taken;
    },
    attempt(work) {
      const before = { current, length: queue.length };
      if (work()) return;
      current = before.current;
      queue.length = before.length;
    },
    receive(feed, acknowledged) {
      for (const [made, real] of acknowledged.ids) realIds.set(made, real);
      if (feed) base = applyFeed(base, feed);
      sent = sent.filter((queued) => queued.serial > acknowledged.serial);
      current = base;
      for (const queued of [...sent, ...queue]) repeat(queued);
    },
  };
}
