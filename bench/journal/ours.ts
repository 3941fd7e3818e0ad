import { type Journal, openJournal } from "#documents/browser/open-journal.ts";
import { addModule, replacePatch, setParameters } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import { registry } from "#modules/index.ts";
import { type Contender, MODULES } from "./contender.ts";

/** The engine with its journal: every change is a line, written by a worker. */
export async function ours(keeps: boolean): Promise<Contender> {
  const uid = crypto.randomUUID();
  const open = (): Promise<Journal> =>
    openJournal(uid, {
      startWorker: () =>
        new Worker(new URL("../../src/app/session/journal-worker.ts", import.meta.url), { type: "module" }),
      onFailure: (reason) => {
        throw new Error(reason);
      },
    });
  const engine = createEngine({ registry });
  engine.submit(replacePatch({ patch: { ...emptyPatch("Bench"), uid } }), { undoable: false });
  for (let at = 1; at <= MODULES; at++)
    engine.submit(addModule({ type: "audio.filter", position: { x: at * 16, y: 0 } }));
  const journal = keeps ? await open() : undefined;
  journal?.follow(engine);
  return {
    change(module, cutoff) {
      const outcome = engine.submit(setParameters({ module, values: { cutoff } }));
      if (!outcome.ok) throw new Error(outcome.reason);
    },
    close: async () => journal?.close(),
    async comesBack(module) {
      const again = await open();
      return again.recovered?.snapshot.patch.parameters.get(module)?.[1];
    },
  };
}
