import { performance } from "node:perf_hooks";
import { diff3Merge } from "node-diff3";
import { diffPatches } from "#documents/diff/diff-patches.ts";
import { mergePatches } from "#documents/diff/merge-patches.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import type { BenchResult } from "./bench-result.ts";
import { type ThreeDocuments, threeDocuments } from "./merge/documents.ts";

const MODULES = 1_000;
const CASES = 20;
/** Times false conflicts of the text. */
const FEWER = 5;
/** A difference or a merge takes no longer, in milliseconds. */
const LIMIT = 200;
const RIVAL = "node-diff3 on the text";

/** What came of one case. */
interface Tally {
  /** Conflicts between edits that don't clash. */
  conflicts: number;
  /** Results that are no patch, each conflict decided for ours. */
  unopenable: number;
  /** Merging, in milliseconds: the fastest case. */
  milliseconds: number;
}

/** Three-way merges of patches of 1 000 modules with 50 edits a side that don't clash: by rows and cells against by lines. */
export async function run(only?: string): Promise<BenchResult[]> {
  if (only !== undefined && !only.startsWith("merge/") && !"merge/".startsWith(only)) return [];
  const ours: Tally = { conflicts: 0, unopenable: 0, milliseconds: Number.POSITIVE_INFINITY };
  const rival: Tally = { ...ours };
  let diffing = Number.POSITIVE_INFINITY;
  for (let seed = 1; seed <= CASES; seed++) {
    const documents = threeDocuments(MODULES, seed);
    add(ours, byRows(documents));
    add(rival, byLines(documents));
    diffing = Math.min(diffing, timed(() => diffPatches(documents.base, documents.ours, registry)).milliseconds);
  }
  return [
    fewer("merge/false-conflicts", "false conflicts in 20 merges", ours.conflicts, rival.conflicts, FEWER),
    fewer("merge/unopenable", "results of 20 merges that don't open", ours.unopenable, rival.unopenable, 1),
    within("merge/merge-1000", ours.milliseconds, rival.milliseconds),
    within("merge/diff-1000", diffing, rival.milliseconds),
  ].filter(({ name }) => only === undefined || name.startsWith(only));
}

function add(sum: Tally, one: Tally): void {
  sum.conflicts += one.conflicts;
  sum.unopenable += one.unopenable;
  sum.milliseconds = Math.min(sum.milliseconds, one.milliseconds);
}

/** Ours; throws when it doesn't hold what both sides did. */
function byRows({ base, ours, theirs }: ThreeDocuments): Tally {
  const { value, milliseconds } = timed(() => mergePatches(base, ours, theirs, registry));
  const read = parsePatch(serialisePatch(value.snapshot, registry), registry);
  const edits = [ours, theirs].map((side) => diffPatches(base, side, registry).length);
  const made = diffPatches(base, value.snapshot, registry).length;
  if (value.conflicts.length === 0 && made !== (edits[0] ?? 0) + (edits[1] ?? 0))
    throw new Error(`The merge holds ${made} changes where the sides made ${edits.join(" and ")}.`);
  return { conflicts: value.conflicts.length, unopenable: read.ok ? 0 : 1, milliseconds };
}

/** The rival on the files' lines, each conflict decided for ours as a person in a hurry would. */
function byLines({ base, ours, theirs }: ThreeDocuments): Tally {
  const [original, left, right] = [base, ours, theirs].map((side) => serialisePatch(side, registry).split("\n")) as [
    string[],
    string[],
    string[],
  ];
  const { value, milliseconds } = timed(() => diff3Merge(left, original, right, { excludeFalseConflicts: true }));
  const lines = value.flatMap((region) => region.ok ?? region.conflict?.a ?? []);
  const conflicts = value.filter((region) => region.conflict !== undefined).length;
  return { conflicts, unopenable: parsePatch(lines.join("\n"), registry).ok ? 0 : 1, milliseconds };
}

function timed<T>(work: () => T): { value: T; milliseconds: number } {
  const begin = performance.now();
  const value = work();
  return { value, milliseconds: performance.now() - begin };
}

/** Ours has none, or so many times fewer. */
function fewer(name: string, unit: string, ours: number, rival: number, target: number): BenchResult {
  const ratio = rival / Math.max(ours, 1);
  return { name, unit, ours, rival, rivalName: RIVAL, ratio, target, holds: ours === 0 || ratio >= target };
}

/** Ours takes no longer than the limit, however fast the rival is. */
function within(name: string, ours: number, rival: number): BenchResult {
  const target = rival / LIMIT;
  return { name, unit: "ms", ours, rival, rivalName: RIVAL, ratio: rival / ours, target, holds: ours <= LIMIT };
}
