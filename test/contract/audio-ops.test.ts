import { describe, expect, test } from "vitest";
import { BLOCK, HEAD, MASTER_LEFT, MASTER_RIGHT, OP } from "#audio/contract/kernel-abi.ts";
import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";
import { oscilloscope } from "#modules/video/oscilloscope.ts";
import { KernelRig } from "./kernel-rig.ts";
import { OpRig, type RigCable } from "./op-rig.ts";

const mono = (value: number): RigCable => ({ format: "mono", value: () => value });
const stereo = (left: number, right: number): RigCable => ({
  format: "stereo",
  value: (lane) => [left, right][lane] ?? 0,
});
/** Eight voices: 1, 2, 4 … 128, so that every sum tells who is in it. */
const voices: RigCable = { format: "voices", quads: 2, value: (lane) => 2 ** lane };
const first = (lanes: readonly Float32Array[]): number[] => lanes.map((lane) => lane[0] ?? Number.NaN);
const last = (lanes: readonly Float32Array[]): number[] => lanes.map((lane) => lane[BLOCK - 1] ?? Number.NaN);

describe("mix converts", () => {
  test.each([
    ["mono to stereo", "stereo", 1, mono(0.5), [0.5, 0.5, 0, 0]],
    ["mono to every voice", "voices", 2, mono(0.5), Array(8).fill(0.5)],
    ["stereo to half its sum", "mono", 1, stereo(0.5, 0.25), [0.375, 0.375, 0.375, 0.375]],
    ["stereo to two voices at half", "voices", 2, stereo(0.5, 0.25), [0.25, 0.125, 0, 0, 0, 0, 0, 0]],
    ["voices to their sum on both sides", "stereo", 1, voices, [255, 255, 0, 0]],
    ["voices to their sum", "mono", 1, voices, [255, 255, 255, 255]],
    ["two quads to three by silence", "voices", 3, voices, [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0]],
  ] as const)("%s", async (_, format, quads, cable, expected) => {
    const rig = await OpRig.create(OP.mix, format, [cable], { quads });
    const lanes = rig.run();
    expect(first(lanes)).toEqual(expected);
    expect(last(lanes)).toEqual(expected);
  });
});

describe("mix", () => {
  test("adds cables with their gains and offsets", async () => {
    const cables = [mono(0.5), { ...mono(0.25), gain: 2 }, { ...mono(-1), gain: 0.5, offset: 0.5 }];
    const rig = await OpRig.create(OP.mix, "mono", cables);
    expect(last(rig.run())[0]).toBeCloseTo(0.5 + 0.5 - 0.25, 6);
  });

  test("fades a new cable in over 5 ms and the rest of a block, without a step, and then leaves it alone", async () => {
    const rig = await OpRig.create(OP.mix, "mono", [{ ...mono(1), gain: 0, gainTarget: 1 }]);
    const rise = [0, 1, 2].flatMap(() => [...(rig.run()[0] ?? [])]);
    rise.forEach((value, frame) => {
      expect(value - (rise[frame - 1] ?? 0)).toBeGreaterThan(-1e-6);
      expect(value - (rise[frame - 1] ?? 0)).toBeLessThan(1.01 / 240);
    });
    expect(rise[239]).toBeGreaterThan(0.9);
    expect(rise.slice(256)).toEqual(Array(BLOCK).fill(1));
  });

  test("counts what is no number as 0, keeps the other cables and tells the host", async () => {
    const broken: RigCable = { format: "mono", value: (_, frame) => (frame === 7 ? Number.NaN : 0.5) };
    const rig = await OpRig.create(OP.mix, "mono", [mono(0.25), broken, mono(0.125)]);
    const [heard] = rig.run();
    expect(heard?.[6]).toBe(0.875);
    expect(heard?.[7]).toBe(0.375);
    expect(rig.words[HEAD.nonFinite / 4]).toBe(1);
    const healthy = await OpRig.create(OP.mix, "mono", [mono(0.25)]);
    healthy.run();
    expect(healthy.words[HEAD.nonFinite / 4]).toBe(0);
  });

  test("keeps a loop within bounds", async () => {
    const rig = await OpRig.create(OP.mix, "mono", [mono(1_000)], { inLoop: true });
    expect(first(rig.run())).toEqual([16, 16, 16, 16]);
  });
});

describe("modulate", () => {
  const cutoff = { min: 20, max: 20_000, curve: 1 } as const;
  const pan = { min: -1, max: 1, curve: 0 } as const;

  test("moves an exponential parameter by shares of its travel", async () => {
    const rig = await OpRig.create(OP.modulate, "mono", [{ ...mono(0.5), gain: 0.5 }], {
      slot: { start: 200, ...cutoff },
    });
    const expected = 200 * 1_000 ** 0.25;
    expect((first(rig.run())[0] ?? 0) / expected).toBeCloseTo(1, 5);
  });

  test("moves a linear parameter by shares of its range and adds cables up", async () => {
    const cables = [mono(0.25), { ...mono(-0.5), gain: 0.25 }];
    const rig = await OpRig.create(OP.modulate, "mono", cables, { slot: { start: 0.1, ...pan } });
    expect(first(rig.run())[0]).toBeCloseTo(0.1 + 2 * (0.25 - 0.125), 6);
  });

  test("stays within the range", async () => {
    const up = await OpRig.create(OP.modulate, "mono", [mono(3)], { slot: { start: 1_000, ...cutoff } });
    expect(first(up.run())[0]).toBe(20_000);
    const down = await OpRig.create(OP.modulate, "mono", [mono(-3)], { slot: { start: 0, ...pan } });
    expect(first(down.run())[0]).toBe(-1);
  });

  test("moves a choice in whole steps", async () => {
    const rig = await OpRig.create(OP.modulate, "mono", [mono(0.4)], { slot: { start: 0, min: 0, max: 3, curve: 2 } });
    expect(first(rig.run())[0]).toBe(1);
  });

  test("goes on from a gliding base, each voice by its own control", async () => {
    const each: RigCable = { format: "voices", value: (lane) => lane / 10 };
    const rig = await OpRig.create(OP.modulate, "voices", [each], { slot: { start: -0.5, end: 0, ...pan } });
    const lanes = rig.run();
    first(lanes).forEach((value, lane) => {
      expect(value).toBeCloseTo(-0.5 + (2 * lane) / 10, 6);
    });
    last(lanes).forEach((value, lane) => {
      expect(value).toBeCloseTo((2 * lane) / 10, 5);
    });
  });
});

describe("master", () => {
  const side = (rig: OpRig, address: number) => rig.floats.slice(address / 4, address / 4 + BLOCK);
  const peak = (signal: Float32Array) => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

  test("passes what is below the ceiling bit by bit, side by side", async () => {
    const rig = await OpRig.create(OP.master, "stereo", [stereo(0.3, -0.4)]);
    rig.run();
    expect(new Set(side(rig, MASTER_LEFT))).toEqual(new Set([Math.fround(0.3)]));
    expect(new Set(side(rig, MASTER_RIGHT))).toEqual(new Set([Math.fround(-0.4)]));
    expect(rig.floats[HEAD.masterLeft / 4]).toBeCloseTo(0.3, 6);
    expect(rig.floats[HEAD.masterRight / 4]).toBeCloseTo(0.4, 6);
  });

  test("lets nothing out above −0.3 dB from the first frame on, and keeps the balance", async () => {
    const loud: RigCable = {
      format: "stereo",
      value: (lane, frame) => (lane === 0 ? 8 : 4) * Math.sin(frame + 1) * (lane < 2 ? 1 : 0),
    };
    const rig = await OpRig.create(OP.master, "stereo", [loud]);
    for (let i = 0; i < 20; i++) {
      rig.run();
      const [left, right] = [side(rig, MASTER_LEFT), side(rig, MASTER_RIGHT)];
      expect(peak(left)).toBeLessThanOrEqual(0.9661);
      expect(peak(left)).toBeGreaterThan(0.9);
      expect(peak(left) / peak(right)).toBeCloseTo(2, 4);
    }
  });

  test("turns up again within half a second after something loud", async () => {
    const rig = await OpRig.create(OP.master, "stereo", [stereo(4, 4)]);
    rig.run();
    rig.carry(0, stereo(0.5, 0.5));
    rig.run();
    expect(side(rig, MASTER_LEFT)[0]).toBeLessThan(0.2);
    for (let i = 0; i < 188; i++) rig.run();
    expect(side(rig, MASTER_LEFT)[BLOCK - 1]).toBeGreaterThan(0.49);
  });

  test("is silent 20 ms after a panic begins and comes back when it ends", async () => {
    const rig = await OpRig.create(OP.master, "stereo", [stereo(0.5, 0.5)]);
    rig.words[HEAD.panic / 4] = 1;
    for (let i = 0; i < 8; i++) rig.run();
    expect(side(rig, MASTER_LEFT)[BLOCK - 1]).toBe(0);
    rig.words[HEAD.panic / 4] = 0;
    for (let i = 0; i < 8; i++) rig.run();
    expect(side(rig, MASTER_LEFT)[BLOCK - 1]).toBe(0.5);
  });
});

describe("scope", () => {
  test("publishes both sides as rings that the written frames lead into", async () => {
    const rig = await KernelRig.create(oscilloscope, { inputs: { audio: { format: "stereo", quads: 1 } } });
    const blocks = WAVEFORM_FRAMES / BLOCK + 3;
    rig.run(blocks, { audio: (frame, lane) => (lane === 0 ? frame : lane === 1 ? -frame : 0) });
    const ring = rig.telemetry / 4 + 1;
    const written = blocks * BLOCK;
    expect(rig.floats[rig.telemetry / 4]).toBe(written);
    for (let back = 1; back <= WAVEFORM_FRAMES; back++) {
      const place = (written - back) % WAVEFORM_FRAMES;
      expect(rig.floats[ring + place]).toBe(written - back);
      expect(rig.floats[ring + WAVEFORM_FRAMES + place]).toBe(-(written - back));
    }
  });

  test("shows voices as their sum", async () => {
    const rig = await KernelRig.create(oscilloscope, { inputs: { audio: { format: "voices", quads: 2 } } });
    rig.run(1, { audio: () => 0.125 });
    expect(rig.floats[rig.telemetry / 4 + 1]).toBe(1);
    expect(rig.floats[rig.telemetry / 4 + 1 + WAVEFORM_FRAMES]).toBe(1);
  });
});
