import { performance } from "node:perf_hooks";
import { parsePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import type { BenchResult } from "./bench-result.ts";

const FEW = 4_000;
const MANY = 16_000;
/** Times longer that the many may take: four times the cables, and a fourth of slack. */
const LIMIT = 5;
const ROUNDS = 5;

/** Opening files of 16 000 cables against files of 4 000: all into one module, and one after the other as pictures, in either order. */
export async function run(only?: string): Promise<BenchResult[]> {
  const cases = {
    "opening/into-one": intoOne,
    "opening/chain": pictureChain,
    "opening/chain-backwards": (cables: number) => {
      const file = pictureChain(cables);
      return { ...file, connections: file.connections.toReversed() };
    },
  };
  return Object.entries(cases)
    .filter(([name]) => only === undefined || name.startsWith(only))
    .map(([name, file]) => {
      const [few, many] = [FEW, MANY].map((cables) => fastest(JSON.stringify(file(cables)), cables)) as [
        number,
        number,
      ];
      return {
        name,
        unit: "ms",
        ours: many,
        rival: few,
        rivalName: `a file of ${FEW} cables`,
        ratio: few / many,
        target: 1 / LIMIT,
        holds: many <= LIMIT * few,
      };
    });
}

/** The fastest of some openings, in milliseconds. Throws when the file doesn't open whole. */
function fastest(text: string, cables: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    const read = parsePatch(text, registry);
    best = Math.min(best, performance.now() - begin);
    if (!read.ok) throw new Error(read.reason);
    if (read.value.patch.connections.size !== cables) throw new Error("A cable is missing.");
  }
  return best;
}

const fileOf = (
  modules: readonly object[],
  connections: readonly { readonly from: string; readonly to: string }[],
) => ({
  ...{ format: "optophone-patch", version: 1, name: "Large", seed: 1, transport: { bpm: 120, beatsPerBar: 4 } },
  ...{ modules, connections, patterns: [], assets: [], presets: [], layout: {} },
});

/** Every cable moves the cutoff of one filter. */
function intoOne(cables: number) {
  const numbers = Array.from({ length: cables }, (_, index) => index);
  return fileOf(
    [
      { name: "warm", type: "audio.filter", version: 1 },
      ...numbers.map((number) => ({ name: `slow${number}`, type: "control.lfo", version: 1 })),
    ],
    numbers.map((number) => ({ from: `slow${number}.value`, to: "warm.cutoff" })),
  );
}

/** Every cable carries the picture of one module into the next. */
function pictureChain(cables: number) {
  const numbers = Array.from({ length: cables + 1 }, (_, index) => index);
  return fileOf(
    numbers.map((number) => ({ name: `turn${number}`, type: "video.blur", version: 1 })),
    numbers.slice(1).map((number) => ({ from: `turn${number - 1}.video`, to: `turn${number}.video` })),
  );
}
