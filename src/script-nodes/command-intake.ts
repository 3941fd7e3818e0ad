import type { Engine } from "#engine/engine.ts";
import { modulePath } from "#engine/name-index.ts";
import type { ModuleId } from "#engine/patch.ts";
import { withRealIds } from "./command-references.ts";
import { idPairs } from "./provisional-ids.ts";
import type { Acknowledgement, QueuedCommand } from "./replica.ts";

export interface AppliedCommands {
  /** Commands the engine refused although the replica had taken them: something else changed in between. */
  readonly refusals: readonly { readonly module: ModuleId; readonly reason: string }[];
}

/** Carries out what the scripts of one thread ask for, and keeps what their replica has to be told. */
export interface CommandIntake {
  apply(commands: readonly QueuedCommand[]): AppliedCommands;
  /**
   * What to tell with a feed from one version to another. `except` are scripts that made all of the change in their own state callback;
   * `answered` says that scripts made all of it in theirs.
   */
  acknowledge(
    from: number,
    to: number,
  ): { readonly acknowledged: Acknowledgement; readonly except: readonly ModuleId[]; readonly answered: boolean };
  /** Whether something was carried out that has not been acknowledged. */
  unseen(): boolean;
  realId(id: number): number;
  /** The ids of all that was made so far. */
  ids(): Acknowledgement["ids"];
}

/** For one thread; a new thread needs a new one, which is told the ids the last one knew. */
export function createCommandIntake(engine: Engine, known: Acknowledgement["ids"] = []): CommandIntake {
  const realIds = new Map<number, number>(known);
  let fresh: (readonly [number, number])[] = [];
  let serial = 0;
  let told = 0;
  /** Versions each script's own state callback made since the last feed. */
  const answers = new Map<ModuleId, number>();

  const applyRun = (run: readonly QueuedCommand[], refusals: { module: ModuleId; reason: string }[]): void => {
    const [first] = run;
    if (!first) return;
    const { patch } = engine.snapshot();
    const module = patch.modules.get(first.module);
    const gesture = engine.gesture(module ? `what ${modulePath(patch, module)} did` : "what a script did", {
      origin: "script",
    });
    for (const { command, answering, module: by, serial: number, made } of run) {
      const before = engine.snapshot().version;
      const real = withRealIds(command, (id) => realIds.get(id));
      const outcome = gesture.submit(real);
      serial = number;
      if (!outcome.ok) {
        refusals.push({ module: by, reason: outcome.reason });
        continue;
      }
      for (const pair of idPairs(made, outcome.value)) {
        realIds.set(...pair);
        fresh.push(pair);
      }
      if (answering) answers.set(by, (answers.get(by) ?? 0) + engine.snapshot().version - before);
    }
    gesture.end();
  };

  return {
    apply(commands) {
      const refusals: { module: ModuleId; reason: string }[] = [];
      let run: QueuedCommand[] = [];
      for (const command of commands) {
        if (run[0] && run[0].module !== command.module) {
          applyRun(run, refusals);
          run = [];
        }
        run.push(command);
      }
      applyRun(run, refusals);
      return { refusals };
    },
    acknowledge(from, to) {
      const acknowledged = { serial, ids: fresh };
      const except = [...answers].flatMap(([module, versions]) =>
        versions > 0 && versions === to - from ? [module] : [],
      );
      const versions = [...answers.values()].reduce((sum, count) => sum + count, 0);
      fresh = [];
      told = serial;
      answers.clear();
      return { acknowledged, except, answered: versions > 0 && versions === to - from };
    },
    unseen: () => serial > told,
    realId: (id) => realIds.get(id) ?? id,
    ids: () => [...realIds],
  };
}
