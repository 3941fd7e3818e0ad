import { performance } from "node:perf_hooks";
import type { BenchResult } from "./bench-result.ts";
import type { Contender, Operation } from "./state-core/contender.ts";
import { ours } from "./state-core/ours.ts";
import { rival } from "./state-core/rival.ts";

const SIZES = [100, 1_000, 10_000];
const OPERATIONS: readonly Operation[] = ["set-parameter", "add-module", "connect", "remove-module"];
const ROUNDS = 5;
/** How long a contender works in a round, at most; and how often it does the thing at most, so that the patch stays about as large. */
const MILLISECONDS = 150;
const MOST_SETS = 20_000;
const MOST_SHARE = 0.2;
const WARM_UP = 5;

/** What each comparison has to reach. Small patches are where plain records do best. */
const TARGETS: Readonly<Record<Operation, Readonly<Record<number, number>>>> = {
  "set-parameter": { 100: 1, 1000: 10, 10000: 1_000 },
  "add-module": { 100: 1, 1000: 5, 10000: 10 },
  connect: { 100: 1, 1000: 5, 10000: 10 },
  "remove-module": { 100: 1, 1000: 5, 10000: 10 },
};

/**
 * Edits a second, each dispatched to a store: ours, with checks, undo and log, against a plain Redux Toolkit slice that edits
 * records through Immer. Production mode; the best of some rounds, taken in turns.
 */
export async function run(only?: string): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const operation of OPERATIONS) {
    for (const size of SIZES) {
      const name = `state-core/${operation}/${size}`;
      if (only === undefined || name.startsWith(only)) results.push(compare(name, operation, size));
    }
  }
  return results;
}

function compare(name: string, operation: Operation, size: number): BenchResult {
  const best = { ours: 0, rival: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    best.ours = Math.max(best.ours, editsPerSecond(ours(size), operation, size));
    best.rival = Math.max(best.rival, editsPerSecond(rival(size), operation, size));
  }
  const ratio = best.ours / best.rival;
  const target = TARGETS[operation][size] ?? 1;
  return {
    name,
    unit: "edits per second",
    ...best,
    rivalName: "Redux Toolkit with Immer",
    ratio,
    target,
    holds: ratio >= target,
  };
}

function editsPerSecond(contender: Contender, operation: Operation, size: number): number {
  const most = operation === "set-parameter" ? MOST_SETS : Math.floor(size * MOST_SHARE);
  for (let edit = 0; edit < WARM_UP; edit++) EDITS[operation](contender, edit, size);
  let edits = WARM_UP;
  const begin = performance.now();
  let elapsed = 0;
  while (elapsed < MILLISECONDS && edits < most) {
    EDITS[operation](contender, edits, size);
    edits++;
    // Asking the time costs about as much as a fast edit.
    if (edits % 8 === 0 || most < 64) elapsed = performance.now() - begin;
  }
  elapsed = performance.now() - begin;
  verify(contender, operation, edits, size);
  return (edits - WARM_UP) / (elapsed / 1_000);
}

const EDITS: Readonly<Record<Operation, (contender: Contender, edit: number, size: number) => void>> = {
  "set-parameter": (contender, edit, size) => contender.setParameter(moduleOf(edit, size), cutoffAfter(edit)),
  "add-module": (contender, edit) => contender.addModule(edit),
  connect: (contender, edit, size) => contender.connect(moduleOf(edit, size), moduleOf(edit + 1, size)),
  "remove-module": (contender, edit, size) => contender.removeModule(moduleOf(edit, size)),
};

/** Modules all over the patch: the step shares no factor with any of the sizes, so none comes twice before all came once. */
const moduleOf = (edit: number, size: number) => 1 + ((edit * 37) % size);

const cutoffAfter = (edit: number) => 100 + (edit % 9_000);

/** Throws when a contender did not do what its time is counted for. */
function verify(contender: Contender, operation: Operation, edits: number, size: number): void {
  const { modules, connections, cutoff } = contender.counts();
  const last = edits - 1;
  const done = {
    "set-parameter": () => cutoff(moduleOf(last, size)) === cutoffAfter(last),
    "add-module": () => modules === size + edits,
    connect: () => connections === size - 1 + edits,
    "remove-module": () => modules === size - edits && connections < size - edits,
  }[operation]();
  if (!done) throw new Error(`${operation} at ${size} modules did not do its work.`);
}
