import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCommands } from "#engine/apply-command.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Snapshot } from "#engine/patch.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { faultsOf } from "#engine/testing/patch-parts.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { commandsOf } from "./commands-of.ts";
import { diffPatches } from "./diff-patches.ts";
import { mergePatches } from "./merge-patches.ts";
import { estranged, poorerRegistry, threeDocuments } from "./testing/random-documents.ts";

const RUNS = { numRuns: 150 };

/** The document as its file brings it back. */
function read(snapshot: Snapshot, registry: Registry): Snapshot {
  const parsed = parsePatch(serialisePatch(snapshot, registry), registry);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const same = (a: Snapshot, b: Snapshot, registry: Registry = testRegistry) =>
  expect(diffPatches(a, b, registry)).toEqual([]);

test("the commands of a difference make the second document of the first, and take nothing else along", () => {
  fc.assert(
    fc.property(threeDocuments, ({ ours, theirs }) => {
      const commands = commandsOf(ours, theirs, testRegistry);
      const made = applyCommands(ours, commands, testRegistry);
      expect(made).toMatchObject({ ok: true });
      if (!made.ok) return;
      same(made.value.snapshot, theirs);
      same(read(made.value.snapshot, testRegistry), read(theirs, testRegistry));
      expect(commandsOf(made.value.snapshot, theirs, testRegistry)).toEqual([]);
      expect(commands.length > 0).toBe(diffPatches(ours, theirs, testRegistry).length > 0);
    }),
    RUNS,
  );
});

test("a document read from its file differs in nothing", () => {
  fc.assert(
    fc.property(threeDocuments, ({ ours }) => {
      same(read(ours, testRegistry), ours);
    }),
    RUNS,
  );
});

test("what one side alone changed is what comes out", () => {
  fc.assert(
    fc.property(threeDocuments, ({ base, ours }) => {
      for (const theirs of [base, ours]) {
        const merged = mergePatches(base, ours, theirs, testRegistry);
        expect([merged.conflicts, merged.notes]).toEqual([[], []]);
        expect(merged.snapshot).toBe(ours);
      }
      const taken = mergePatches(base, base, ours, testRegistry);
      expect([taken.conflicts, taken.notes]).toEqual([[], []]);
      same(taken.snapshot, ours);
    }),
    RUNS,
  );
});

test("a merge is a whole document that opens, whatever clashes", () => {
  fc.assert(
    fc.property(threeDocuments, ({ base, ours, theirs }) => {
      const merged = mergePatches(base, ours, theirs, testRegistry);
      expect(faultsOf(merged.snapshot.patch)).toEqual([]);
      same(read(merged.snapshot, testRegistry), merged.snapshot);
      for (const { reason, row, table } of merged.conflicts) {
        expect(reason).toMatch(/\.$/);
        expect(row !== "" || table === "patch").toBe(true);
      }
    }),
    RUNS,
  );
});

test("without conflicts it doesn't matter which side is ours, but for names and places", () => {
  fc.assert(
    fc.property(threeDocuments, ({ base, ours, theirs }) => {
      const merged = mergePatches(base, ours, theirs, testRegistry);
      const swapped = mergePatches(base, theirs, ours, testRegistry);
      expect(swapped.conflicts.length > 0).toBe(merged.conflicts.length > 0);
      if (merged.conflicts.length > 0) return;
      const named = merged.notes.some((note) => note.includes("is called"));
      const changes = diffPatches(merged.snapshot, swapped.snapshot, testRegistry);
      if (!named) expect(changes.filter(({ field }) => field !== "place")).toEqual([]);
      else
        expect(["modules", "connections", "patterns"].map((table) => sizes(merged.snapshot, table))).toEqual(
          ["modules", "connections", "patterns"].map((table) => sizes(swapped.snapshot, table)),
        );
    }),
    RUNS,
  );
});

const sizes = ({ patch }: Snapshot, table: string) =>
  (patch as unknown as Record<string, { size: number }>)[table]?.size;

test("modules this build doesn't know take part in all of it", () => {
  fc.assert(
    fc.property(threeDocuments, (documents) => {
      const [base, ours, theirs] = [documents.base, documents.ours, documents.theirs].map(estranged) as [
        Snapshot,
        Snapshot,
        Snapshot,
      ];
      const merged = mergePatches(base, ours, theirs, poorerRegistry);
      expect(faultsOf({ ...merged.snapshot.patch, parameters: merged.snapshot.patch.layout as never })).toEqual([]);
      same(read(merged.snapshot, poorerRegistry), merged.snapshot, poorerRegistry);
      expect(mergePatches(base, ours, base, poorerRegistry).snapshot).toBe(ours);
      const made = applyCommands(ours, commandsOf(ours, theirs, poorerRegistry), poorerRegistry);
      expect(made).toMatchObject({ ok: true });
      if (made.ok) same(made.value.snapshot, theirs, poorerRegistry);
    }),
    RUNS,
  );
});
