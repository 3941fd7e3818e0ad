import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  BLOCK,
  CABLE,
  CABLE_BYTES,
  EVENT,
  EVENT_KIND,
  EVENT_WORDS,
  FORMAT_CODE,
  HEAD,
  MASTER_LEFT,
  MASTER_RIGHT,
  MAX_QUADS,
  MAX_VOICES,
  OP,
  PARAMETER,
  PARAMETER_BYTES,
  QUAD_BYTES,
  RECORD,
  RECORD_BYTES,
  SAMPLE,
} from "#audio/contract/kernel-abi.ts";
import { KERNELS, kernelOp } from "#audio/contract/kernel-table.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { fromTravel } from "#engine/parameter.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { VOICE_WORDS, WAVEFORM_FRAMES } from "#engine/telemetry.ts";
import { MODULES } from "#modules/index.ts";
import { KernelRig, type RigEvent, type Source } from "./kernel-rig.ts";

const sounding = MODULES.filter(({ audio }) => audio && kernelOp(audio.kernel) !== undefined);

/** The numbers the kernels are compiled with, by name. */
function kernelConstants(): Map<string, number> {
  const text = readFileSync(new URL("../../src/audio/kernels/abi.ts", import.meta.url), "utf8");
  const found = [...text.matchAll(/^export const (\w+): \w+ = (\d+);$/gm)];
  return new Map(found.map(([, name = "", value]) => [name, Number(value)]));
}

const upper = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

describe("kernels and host agree on", () => {
  const constants = kernelConstants();
  const words: [string, Readonly<Record<string, number>>, number][] = [
    ["RECORD", RECORD, 1],
    ["PARAMETER", PARAMETER, 1],
    ["EVENT", EVENT, 4],
    ["EVENT_KIND", EVENT_KIND, 1],
    ["SAMPLE", SAMPLE, 1],
    ["CABLE", CABLE, 1],
    ["HEAD", HEAD, 1],
    ["OP", OP, 1],
    ["FORMAT", FORMAT_CODE, 1],
  ];
  test.each(words)("%s", (prefix, table, scale) => {
    let compared = 0;
    for (const [key, value] of Object.entries(table)) {
      const twin = constants.get(`${prefix}_${upper(key)}`);
      if (twin === undefined) continue;
      expect([key, twin]).toEqual([key, value * scale]);
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });

  test("single numbers", () => {
    const single = { BLOCK, SAMPLE_RATE, QUAD_BYTES, MAX_QUADS, MAX_VOICES, RECORD_BYTES, PARAMETER_BYTES };
    for (const key of Object.keys(single) as (keyof typeof single)[])
      expect([key, constants.get(key)]).toEqual([key, single[key]]);
    expect(constants.get("EVENT_BYTES")).toBe(EVENT_WORDS * 4);
    expect(constants.get("CABLE_BYTES")).toBe(CABLE_BYTES);
    expect(constants.get("MASTER_LEFT")).toBe(MASTER_LEFT);
    expect(constants.get("MASTER_RIGHT")).toBe(MASTER_RIGHT);
    expect(constants.get("WAVEFORM_FRAMES")).toBe(WAVEFORM_FRAMES);
    expect(constants.get("VOICE_WORDS")).toBe(VOICE_WORDS);
  });

  test("the op of every kernel", () => {
    for (const name of KERNELS) expect([name, constants.get(`OP_${upper(name)}`)]).toEqual([name, kernelOp(name)]);
  });
});

/** Deterministic white noise for inputs. */
const hiss: Source = (frame, lane) => {
  const x = Math.sin(frame * 12.9898 + lane * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

const stereoInputs = (definition: ModuleDefinition) =>
  Object.fromEntries(
    Object.entries(definition.inputs)
      .filter(([, { signal }]) => signal === "audio" || signal === "control")
      .map(([key]) => [key, { format: "stereo" as const, quads: 1 }]),
  );

const fill = (definition: ModuleDefinition, source: Source): Record<string, Source> =>
  Object.fromEntries(Object.keys(stereoInputs(definition)).map((key) => [key, source]));

const sample = { channels: [Float32Array.from({ length: 4_801 }, (_, i) => Math.sin(i * 0.05))] };

/** A note on every voice in turn, each held for 1 000 frames. */
function notes(frames: number): RigEvent[] {
  const list: RigEvent[] = [];
  for (let i = 0; i * 700 < frames; i++) {
    list.push({ frame: i * 700, kind: EVENT_KIND.noteOn, voice: i % 4, note: 30 + ((i * 7) % 70), velocity: 0.8 });
    list.push({ frame: i * 700 + 1_000, kind: EVENT_KIND.noteOff, voice: i % 4 });
  }
  return list.filter(({ frame }) => frame < frames).sort((a, b) => a.frame - b.frame);
}

const worst = (outputs: Float32Array[][]): number => {
  let peak = 0;
  for (const lane of outputs.flat())
    for (const x of lane) peak = Number.isFinite(x) ? Math.max(peak, Math.abs(x)) : Infinity;
  return peak;
};

describe.each(sounding.map((definition) => [definition.type, definition] as const))("%s", (_, definition) => {
  test("makes finite sound from silence", async () => {
    const rig = await KernelRig.create(definition, { inputs: stereoInputs(definition), sample });
    expect(
      worst(
        rig.run(
          100,
          fill(definition, () => 0),
        ),
      ),
    ).toBeLessThan(4);
  });

  test("stays finite for seconds at every end of its parameters", async () => {
    for (const travel of [0, 1, 2]) {
      // Travel 2 alternates low and high.
      const parameters = Object.fromEntries(
        Object.entries(definition.parameters).map(([key, parameter], i) => [
          key,
          fromTravel(parameter, travel === 2 ? i % 2 : travel),
        ]),
      );
      const rig = await KernelRig.create(definition, { inputs: stereoInputs(definition), parameters, sample });
      const outputs = rig.run(1_250, fill(definition, hiss), notes(1_250 * BLOCK));
      expect(worst(outputs), `travel ${travel}`).toBeLessThan(1e4);
    }
  });

  test("gets over an input that isn't finite", async () => {
    const rig = await KernelRig.create(definition, { inputs: stereoInputs(definition), sample });
    rig.run(
      4,
      fill(definition, (frame) => (frame === 77 ? Number.NaN : frame === 300 ? Infinity : 0.1)),
      notes(400),
    );
    expect(
      worst(
        rig.run(
          400,
          fill(definition, () => 0.1),
        ),
      ),
    ).toBeLessThan(100);
  });

  test("repeats exactly", async () => {
    const render = async () => {
      const rig = await KernelRig.create(definition, { inputs: stereoInputs(definition), sample, seed: 99 });
      rig.doubles[HEAD.bpm / 8] = 120;
      return rig.run(60, fill(definition, hiss), notes(60 * BLOCK));
    };
    expect(await render()).toEqual(await render());
  });

  test("does the same with a steady parameter as with a cable that holds it", async () => {
    const base = { inputs: stereoInputs(definition), sample };
    const steady = await KernelRig.create(definition, base);
    const moved = await KernelRig.create(definition, base);
    const held: Record<string, Source> = {};
    for (const [key, parameter] of Object.entries(definition.parameters))
      if (parameter.kind === "number" && key !== "voices") held[key] = () => parameter.default;
    const events = notes(40 * BLOCK);
    const a = steady.run(40, fill(definition, hiss), events);
    const b = moved.run(40, { ...fill(definition, hiss), ...held }, events);
    let difference = 0;
    a.forEach((lanes, output) => {
      lanes.forEach((lane, index) => {
        lane.forEach((x, i) => {
          difference = Math.max(difference, Math.abs(x - (b[output]?.[index]?.[i] ?? Infinity)));
        });
      });
    });
    expect(difference).toBeLessThan(1e-4);
  });
});
