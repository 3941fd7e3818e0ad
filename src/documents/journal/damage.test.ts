import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "#engine/create-engine.ts";
import { patchOf } from "#engine/patch-data.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { Chain, chainedTexts } from "./chain.ts";
import type { JournalState } from "./checkpoint.ts";
import { type Recovered, recover, recoverSegment } from "./recover.ts";
import { segmentName } from "./segment-file.ts";
import { sha256 } from "./sha256.ts";
import { memoryStorage } from "./testing/memory-storage.ts";
import { anyTurn } from "./testing/random-session.ts";
import { recorded } from "./testing/recorded-session.ts";
import { bytesOf } from "./text-bytes.ts";

/** `OPTOPHONE_SOAK=1` runs the long laws whole. */
const MUTATIONS = process.env.OPTOPHONE_SOAK ? 100_000 : 2_000;
/** Milliseconds a law may take, by far. */
const PATIENCE = 60_000 + MUTATIONS * 60;
const SEED = 20_261_126;

/** A segment, and what comes of it when it ends after its checkpoint, after its first line and so on. */
interface Sample {
  readonly pieces: readonly string[];
  readonly prefixes: readonly string[];
}

const turns = fc.array(anyTurn, { minLength: 1, maxLength: 60, size: "max" });
const stateIn = ({ replica }: Recovered): string => JSON.stringify(replica.state());
const samples: readonly Sample[] = fc.sample(turns, { numRuns: 12, seed: 5 }).map((list) => {
  const { pieces } = recorded(list, 0);
  const prefixes = pieces.map((_, at) => {
    const recovered = recoverSegment(pieces.slice(0, at + 1).join(""), testRegistry);
    if (recovered?.n !== at) throw new Error("A whole prefix is not recovered.");
    return stateIn(recovered);
  });
  return { pieces, prefixes };
});

/** Takes back and brings again all there is, as a person would; nothing in a recovered document may throw. */
function tryOut({ replica }: Recovered): void {
  const state: JournalState = JSON.parse(JSON.stringify(replica.state()));
  const patch = patchOf(state.patch);
  if (!patch.ok) throw new Error(patch.reason);
  const { version, transport, undoStacks } = state;
  const engine = createEngine({
    registry: testRegistry,
    snapshot: { version, patch: patch.value, transport },
    undoStacks,
  });
  for (const origin of ["hand", "script", "midi", "osc", "file", "replay"] as const) {
    for (let step = 0; step < 10; step++) engine.undo(origin);
    for (let step = 0; step < 10; step++) engine.redo(origin);
  }
  engine.flush();
}

const byteDamage = fc.record({
  kind: fc.constantFrom("flip", "remove", "repeat", "insert", "swap", "cut"),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 40 }),
  text: fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
});

function damaged(
  written: string,
  { kind, at, length, text }: typeof byteDamage extends fc.Arbitrary<infer T> ? T : never,
) {
  const from = at % (written.length + 1);
  const before = written.slice(0, from);
  const part = written.slice(from, from + length);
  const after = written.slice(from + length);
  switch (kind) {
    case "flip":
      return before + text + after;
    case "remove":
      return before + after;
    case "repeat":
      return before + part + part + after;
    case "insert":
      return before + text + part + after;
    case "swap":
      return after + part + before;
    case "cut":
      return before;
  }
}

test(
  `of ${MUTATIONS} journals damaged on the disk each gives its longest whole prefix, and tells how much is lost`,
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(byteDamage, { minLength: 1, maxLength: 4 }),
        ({ pieces, prefixes }, list) => {
          const written = list.reduce(damaged, pieces.join(""));
          let whole = 0;
          while (whole < pieces.length && written.startsWith(pieces.slice(0, whole + 1).join(""))) whole++;
          const recovered = recoverSegment(written, testRegistry);
          expect(recovered && stateIn(recovered)).toBe(prefixes[whole - 1]);
          if (!recovered) return;
          const rest = written.slice(pieces.slice(0, whole).join("").length);
          expect(recovered.unread).toBe(rest.split("\n").length - (rest === "" || rest.endsWith("\n") ? 1 : 0));
        },
      ),
      { numRuns: MUTATIONS, seed: SEED },
    );
  },
  PATIENCE,
);

/** Changes one value somewhere inside a JSON value; which one, the numbers say. */
function altered(value: unknown, path: readonly number[], put: unknown): unknown {
  const [which = 0, ...rest] = path;
  if (rest.length === 0 || typeof value !== "object" || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[which % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const inner = altered(Reflect.get(value, key), rest, put);
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, ...(inner === undefined ? [] : [inner]));
  return { ...value, [key]: inner };
}

const valueDamage = fc.record({
  which: fc.nat(),
  path: fc.array(fc.nat({ max: 400 }), { minLength: 2, maxLength: 9 }),
  put: fc.oneof(
    fc.constant(undefined),
    fc.constantFrom("__proto__", "constructor", "", -1, 0, 1, 2, 1e300, null, true, [], {}, "row", "undo", "hand"),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});

test(
  `of ${MUTATIONS} journals with other values, all checksums right, none throws, and all before the first such line is there`,
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(valueDamage, { minLength: 1, maxLength: 3 }),
        ({ pieces, prefixes }, list) => {
          const texts = [...chainedTexts(pieces.join("")).texts];
          let first = texts.length;
          for (const { which, path, put } of list) {
            const at = which % texts.length;
            first = Math.min(first, at);
            texts[at] = JSON.stringify(altered(JSON.parse(texts[at] ?? ""), path, put)) ?? "null";
          }
          const head = JSON.parse(texts[0] ?? "");
          if (head?.sha256) texts[0] = JSON.stringify({ ...head, sha256: sha256(bytesOf(texts[1] ?? "")) });
          const chain = new Chain();
          const recovered = recoverSegment(texts.map((text) => chain.line(text)).join(""), testRegistry);
          if (!recovered) {
            expect(first).toBeLessThan(2);
            return;
          }
          tryOut(recovered);
          if (first < 2) return;
          const kept = first - 2;
          expect(recovered.n).toBeGreaterThanOrEqual(kept);
          if (recovered.n === kept) expect(stateIn(recovered)).toBe(prefixes[kept]);
          expect(recovered.unread).toBe(pieces.length - 1 - recovered.n);
        },
      ),
      { numRuns: MUTATIONS, seed: SEED },
    );
  },
  PATIENCE,
);

test("of several segments the newest that can be read is recovered, and the lines of newer ones count as lost", async () => {
  const storage = memoryStorage();
  const [older, newer] = [...samples].sort((a, b) => b.pieces.length - a.pieces.length);
  if (!older || !newer) throw new Error("There are no samples.");
  const file = (number: number) => segmentName({ number, at: number, isVersion: false, isShort: false });
  const put = (second: string) =>
    storage.files.set(
      "",
      new Map([
        [file(1), older.pieces.join("")],
        [file(2), second],
      ]),
    );
  const found = async () => {
    const recovered = await recover(storage, "", testRegistry);
    return [recovered && stateIn(recovered), recovered?.unread];
  };
  put(newer.pieces.join(""));
  expect(await found()).toEqual([newer.prefixes.at(-1), 0]);
  put(`0${newer.pieces.join("")}`);
  expect(await found()).toEqual([older.prefixes.at(-1), newer.pieces.length - 1]);
  put("");
  expect(await found()).toEqual([older.prefixes.at(-1), 0]);
  put((newer.pieces[0] ?? "").slice(0, -5));
  expect(await found()).toEqual([older.prefixes.at(-1), 0]);
});
