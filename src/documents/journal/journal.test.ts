import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "#engine/entry.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { type JournalItem, readLine, writeLine } from "./journal-item.ts";
import { recoverSegment } from "./recover.ts";
import { readSegment } from "./segment.ts";
import { anyTurn, session } from "./testing/random-session.ts";
import { recorded } from "./testing/recorded-session.ts";

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const stateIn = (written: string) => {
  const recovered = recoverSegment(written, testRegistry);
  return recovered && { n: recovered.n, state: throughJson(recovered.replica.state()) };
};

const turns = fc.array(anyTurn, { minLength: 1, maxLength: 60, size: "max" });

test("any prefix of the lines after any checkpoint comes to the same patch, ids and undo stacks", () => {
  fc.assert(
    fc.property(turns, fc.nat(), fc.nat(), (list, checkpoint, cut) => {
      const { pieces, states } = recorded(list, checkpoint % list.length);
      const n = cut % pieces.length;
      const read = stateIn(pieces.slice(0, n + 1).join(""));
      expect(read?.n).toBe(n);
      expect(read?.state.version).toBeLessThanOrEqual(states[n]?.version ?? 0);
      if (n === pieces.length - 1 || states[n]?.version !== states[n + 1]?.version)
        expect(read?.state).toEqual(states[n]);
    }),
    { numRuns: 150 },
  );
});

test("a segment cut anywhere opens with the longest prefix that is whole", () => {
  fc.assert(
    fc.property(turns, fc.nat(), fc.nat(), (list, checkpoint, cut) => {
      const { pieces } = recorded(list, checkpoint % list.length);
      const written = pieces.join("");
      const length = cut % (written.length + 1);
      const read = readSegment(written.slice(0, length));
      let whole = -1;
      for (let at = 0, end = 0; at < pieces.length; at++) {
        end += pieces[at]?.length ?? 0;
        if (end <= length) whole = at;
      }
      expect(read?.lines.length ?? -1).toBe(whole);
    }),
    { numRuns: 150 },
  );
});

test("what a line is written of is what is read of it, whatever the command", () => {
  const item: fc.Arbitrary<JournalItem> = fc.oneof(
    fc.record({
      kind: fc.constant("draft" as const),
      module: fc.integer({ min: 1 }),
      draft: fc.record({ text: fc.string({ unit: "binary" }), base: fc.string() }),
    }),
    fc.record({ kind: fc.constant("draft" as const), module: fc.integer({ min: 1 }) }),
    fc.array(anyTurn, { minLength: 1, maxLength: 20 }).map((list): JournalItem => {
      const { engine, take } = session();
      let last: Entry | undefined;
      engine.onEntry((entry) => {
        last = entry;
      });
      for (const turn of list) take(turn);
      return last ? { kind: "entry", entry: last } : { kind: "draft", module: 1 };
    }),
  );
  fc.assert(
    fc.property(item, fc.nat(), fc.nat(), (written, n, at) => {
      const text = writeLine({ n, at, item: written });
      expect(text).not.toContain("\n");
      // JSON knows no −0.
      expect(readLine(text)).toEqual(throughJson({ n, at, item: written }));
    }),
    { numRuns: 300 },
  );
});

test("a checkpoint whose hash doesn't fit is none, even if its checksums do", () => {
  const { pieces } = recorded(fc.sample(turns, { numRuns: 1, seed: 2 })[0] ?? [], 0);
  const written = pieces[0] ?? "";
  const hash = /"sha256":"([0-9a-f]{64})"/.exec(written)?.[1] ?? "";
  expect(hash).not.toBe("");
  expect(readSegment(written)).toBeDefined();
  expect(readSegment(written.replace(hash, "0".repeat(64)))).toBeUndefined();
});
