import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { insertFragment, replacePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { parseFragment } from "#engine/fragment.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { faultsOf } from "#engine/testing/patch-parts.ts";
import { registry } from "#modules/index.ts";

/** `OPTOPHONE_SOAK=1` runs the long laws whole. */
const MUTATIONS = process.env.OPTOPHONE_SOAK ? 100_000 : 2_000;
const SEED = 20_261_126;

const textsIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
const PATCHES = textsIn("examples", ".opto");
const FRAGMENTS = textsIn("presets", ".json");

/** What a slip, another program or an attacker may put in a value's place. */
const strangeValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    1e300,
    2 ** 53,
    "",
    " ",
    "__proto__",
    "constructor",
    "a/b",
    "\n",
    "🎛️",
  ),
  fc.constantFrom<unknown>([], {}, [[]], [null], { name: 1 }, { constructor: {} }, "x".repeat(70), "../../etc/passwd"),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A change of the tree of a file's values. `where` picks the place: at each level the child at that share of all. */
const treeDamage = fc.record({
  kind: fc.constantFrom("set", "remove", "repeat", "swap", "rename", "add"),
  where: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 7 }),
  value: strangeValue,
});

/** A change of the text itself. */
const textDamage = fc.record({
  kind: fc.constantFrom("cut", "insert", "remove", "flip"),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  text: fc.string({ unit: "binary", minLength: 1, maxLength: 6 }),
});

const damages = fc.record({
  file: fc.nat(),
  tree: fc.array(treeDamage, { maxLength: 3 }),
  text: fc.array(textDamage, { maxLength: 1 }),
});

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

function damageTree(root: unknown, { kind, where, value }: { kind: string; where: readonly number[]; value: unknown }) {
  let parent = root;
  let key = "";
  for (const share of where) {
    const inner: unknown = key === "" ? root : isTree(parent) ? parent[key] : undefined;
    if (!isTree(inner) || Object.keys(inner).length === 0) break;
    parent = inner;
    key = Object.keys(inner)[Math.floor(share * Object.keys(inner).length)] ?? "";
  }
  if (!isTree(parent) || key === "") return;
  const own: Tree = parent;
  if (kind === "set") own[key] = structuredClone(value);
  else if (kind === "remove") delete own[key];
  else if (kind === "repeat" && Array.isArray(parent)) parent.push(structuredClone(own[key]));
  else if (kind === "swap" && Array.isArray(parent)) parent.reverse();
  else if (kind === "rename") {
    own[String(value).slice(0, 40)] = own[key];
    delete own[key];
  } else own[`${key}x`] = structuredClone(value);
}

function damageText(text: string, { kind, at, text: other }: { kind: string; at: number; text: string }): string {
  const place = Math.floor(at * text.length);
  if (kind === "cut") return text.slice(0, place);
  if (kind === "insert") return text.slice(0, place) + other + text.slice(place);
  if (kind === "remove") return text.slice(0, place) + text.slice(place + other.length);
  return text.slice(0, place) + other + text.slice(place + other.length);
}

function damaged(
  texts: readonly string[],
  { file, tree, text }: typeof damages extends fc.Arbitrary<infer T> ? T : never,
) {
  const original = texts[file % texts.length] ?? "";
  const root: unknown = JSON.parse(original);
  for (const one of tree) damageTree(root, one);
  return text.reduce(damageText, JSON.stringify(root));
}

/** A refusal names where each fault is, and isn't a mishap of the reader. */
function expectPlaces(reason: string): void {
  expect(reason).not.toContain("can't be read:");
  for (const line of reason.split("\n"))
    expect(line).toMatch(/^(… and \d+ more\.|This is no |The file is larger|[^:]{1,400}: .+)/u);
}

test("a damaged patch is opened as it stands or refused with the place of each fault, and then nothing changes", () => {
  fc.assert(
    fc.property(damages, (damage) => {
      const read = parsePatch(damaged(PATCHES, damage), registry);
      if (!read.ok) return expectPlaces(read.reason);
      expect(faultsOf(read.value.patch)).toEqual([]);
      const written = serialisePatch(read.value, registry);
      const again = parsePatch(written, registry);
      expect(again.ok && serialisePatch(again.value, registry)).toBe(written);
      const engine = createEngine({ registry });
      expect(engine.submit(replacePatch(read.value))).toMatchObject({ ok: true });
      expect(serialisePatch(engine.snapshot(), registry)).toBe(written);
    }),
    { numRuns: MUTATIONS / 2, seed: SEED },
  );
});

test("a damaged preset or fragment is inserted or refused with the place of each fault, and then nothing changes", () => {
  fc.assert(
    fc.property(damages, (damage) => {
      const read = parseFragment(damaged(FRAGMENTS, damage));
      if (!read.ok) return expectPlaces(read.reason);
      const engine = createEngine({ registry });
      const before = engine.snapshot();
      const inserted = engine.submit(insertFragment({ fragment: read.value, position: { x: 0, y: 0 } }));
      if (!inserted.ok) expect(engine.snapshot()).toBe(before);
      else expect(faultsOf(engine.snapshot().patch)).toEqual([]);
      const text = serialisePatch(engine.snapshot(), registry);
      expect(parsePatch(text, registry)).toMatchObject({ ok: true });
    }),
    { numRuns: MUTATIONS / 2, seed: SEED },
  );
});
