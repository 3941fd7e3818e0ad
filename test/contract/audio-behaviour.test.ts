import { describe, expect, test } from "vitest";
import { BLOCK, EVENT_KIND, HEAD } from "#audio/contract/kernel-abi.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { VOICE_WORD, VOICE_WORDS } from "#engine/telemetry.ts";
import { amplifier } from "#modules/audio/amplifier.ts";
import { delay } from "#modules/audio/delay.ts";
import { filter } from "#modules/audio/filter.ts";
import { mixer } from "#modules/audio/mixer.ts";
import { noise } from "#modules/audio/noise.ts";
import { oscillator } from "#modules/audio/oscillator.ts";
import { sampler } from "#modules/audio/sampler.ts";
import { analyser } from "#modules/control/analyser.ts";
import { envelope } from "#modules/control/envelope.ts";
import { lfo } from "#modules/control/lfo.ts";
import { KernelRig, type RigEvent } from "./kernel-rig.ts";

const { noteOn, noteOff } = EVENT_KIND;
const on = (frame: number, voice: number, note = 60, velocity = 1): RigEvent => ({
  frame,
  kind: noteOn,
  voice,
  note,
  velocity,
});
const off = (frame: number, voice: number): RigEvent => ({ frame, kind: noteOff, voice });
const blocksOf = (seconds: number) => Math.ceil((seconds * SAMPLE_RATE) / BLOCK);
const lane = (outputs: Float32Array[][], index = 0, output = 0): Float32Array =>
  outputs[output]?.[index] ?? new Float32Array(0);
const at = (signal: Float32Array, frame: number): number => signal[frame] ?? Number.NaN;
const rms = (signal: Float32Array): number => Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

/** Amplitude of one frequency in a signal, seen through a Hann window. */
function amplitude(signal: Float32Array, hertz: number): number {
  let real = 0;
  let imaginary = 0;
  signal.forEach((x, i) => {
    const window = 1 - Math.cos((2 * Math.PI * i) / signal.length);
    const angle = (2 * Math.PI * hertz * i) / SAMPLE_RATE;
    real += x * window * Math.cos(angle);
    imaginary += x * window * Math.sin(angle);
  });
  return (2 * Math.hypot(real, imaginary)) / signal.length;
}

const dB = (ratio: number): number => 20 * Math.log10(ratio);
const option = (definition: { parameters: Record<string, unknown> }, key: string, name: string): number =>
  (definition.parameters[key] as { options: string[] }).options.indexOf(name);

describe("oscillator", () => {
  test("drones without notes and is in tune with them", async () => {
    const drone = await KernelRig.create(oscillator, { parameters: { wave: 0, pitch: 9 } });
    const signal = lane(drone.run(blocksOf(0.5))).slice(4_800);
    expect(amplitude(signal, 440)).toBeCloseTo(1, 2);
    expect(rms(lane(drone.run(4), 1))).toBe(0);
    const played = await KernelRig.create(oscillator, { parameters: { wave: 0 }, hasEvents: true });
    expect(rms(lane(played.run(10)))).toBe(0);
    const note = lane(played.run(blocksOf(0.5), {}, [on(0, 2, 81, 0.5)]), 2).slice(4_800);
    expect(amplitude(note, 880)).toBeCloseTo(0.5, 2);
    expect(rms(lane(played.run(10, {}, [off(0, 2)]), 2).slice(400))).toBe(0);
  });

  test.each(["saw", "square", "triangle"])("%s keeps what folds back far below its harmonics", async (wave) => {
    const rig = await KernelRig.create(oscillator, {
      parameters: { wave: option(oscillator, "wave", wave), pitch: 24, octave: 1, detune: 37 },
    });
    const frequency = 440 * 2 ** ((60 + 36 + 0.37 - 69) / 12);
    const signal = lane(rig.run(blocksOf(1))).slice(4_800);
    const fundamental = amplitude(signal, frequency);
    for (let harmonic = 12; harmonic < 24; harmonic++) {
      const folded = Math.abs(SAMPLE_RATE - harmonic * frequency);
      if (folded > 6_000 || folded < 50) continue;
      expect(dB(amplitude(signal, folded) / fundamental), `${harmonic}`).toBeLessThan(-35);
    }
    const harmonics = wave === "saw" ? amplitude(signal, 2 * frequency) : amplitude(signal, 3 * frequency);
    const share = { saw: 1 / 2, square: 1 / 3, triangle: 1 / 9 }[wave] ?? 0;
    expect(dB(harmonics / fundamental / share)).toBeGreaterThan(-2);
    expect(dB(harmonics / fundamental / share)).toBeLessThan(1);
  });

  test("glides from note to note in the time set", async () => {
    const rig = await KernelRig.create(oscillator, { parameters: { wave: 0, glide: 0.2 }, hasEvents: true });
    rig.run(10, {}, [on(0, 0, 57)]);
    const crossing = (signal: Float32Array) =>
      signal.reduce((n, x, i) => n + (x >= 0 && at(signal, i - 1) < 0 ? 1 : 0), 0);
    const sliding = lane(rig.run(blocksOf(0.2), {}, [on(0, 0, 69)]));
    const arrived = lane(rig.run(blocksOf(0.2)));
    expect(crossing(sliding)).toBeGreaterThan(0.2 * 230);
    expect(crossing(sliding)).toBeLessThan(0.2 * 430);
    expect(crossing(arrived)).toBeCloseTo(0.2 * 440, -0.5);
  });
});

describe("filter", () => {
  test.each(["lowpass", "bandpass", "highpass"])("%s is within half a dB of its formula", async (mode) => {
    const cutoff = 1_500;
    const k = 2 - 1.98 * 0.5;
    for (const hertz of [150, 700, 1_500, 3_000, 9_000]) {
      const rig = await KernelRig.create(filter, {
        parameters: { mode: option(filter, "mode", mode), cutoff, resonance: 0.5 },
        inputs: { audio: { format: "voices", quads: 1 } },
      });
      const outputs = rig.run(200, { audio: (frame) => Math.sin((2 * Math.PI * hertz * frame) / SAMPLE_RATE) });
      // The analogue prototype at the frequency that the bilinear transform puts here.
      const ratio = Math.tan((Math.PI * hertz) / SAMPLE_RATE) / Math.tan((Math.PI * cutoff) / SAMPLE_RATE);
      const below = Math.hypot(1 - ratio * ratio, k * ratio);
      const above = { lowpass: 1, bandpass: k * ratio, highpass: ratio * ratio }[mode] ?? 0;
      const measured = amplitude(lane(outputs, 3).slice(6_400), hertz);
      expect(Math.abs(dB(measured / (above / below))), `${hertz} Hz`).toBeLessThan(0.5);
    }
  });

  test("keeps voices apart", async () => {
    const rig = await KernelRig.create(filter, { inputs: { audio: { format: "voices", quads: 2 } } });
    const outputs = rig.run(20, { audio: (frame, voice) => (voice === 5 ? Math.sin(frame / 20) : 0) });
    for (let voice = 0; voice < 8; voice++) expect(rms(lane(outputs, voice)) > 0).toBe(voice === 5);
  });
});

describe("envelope", () => {
  test("takes the times it is told", async () => {
    const parameters = { attack: 0.1, decay: 0.2, sustain: 0.5, release: 0.3 };
    const rig = await KernelRig.create(envelope, { parameters });
    const level = lane(rig.run(blocksOf(2), {}, [on(37, 0, 60, 1), off(48_000, 0)]));
    expect(at(level, 36)).toBe(0);
    expect(at(level, 37 + 2_400)).toBeCloseTo(0.5, 2);
    expect(at(level, 37 + 4_800)).toBeCloseTo(1, 2);
    expect(at(level, 37 + 4_800 + 9_600)).toBeCloseTo(0.5, 2);
    expect(at(level, 47_999)).toBeCloseTo(0.5, 3);
    expect(at(level, 48_000 + 14_400)).toBeCloseTo(0.0005, 4);
    expect(at(level, 48_000 + 40_000)).toBe(0);
  });

  test("begins again from where it stands", async () => {
    const rig = await KernelRig.create(envelope, { parameters: { attack: 0.02 } });
    const level = lane(rig.run(100, {}, [on(0, 1), off(3_000, 1), on(4_000, 1, 60, 0.3)]), 1);
    level.forEach((x, i) => {
      if (i > 0) expect(Math.abs(x - at(level, i - 1))).toBeLessThan(0.01);
    });
  });
});

test("amplifier multiplies sound, level and gain", async () => {
  const rig = await KernelRig.create(amplifier, {
    parameters: { gain: -6 },
    inputs: { audio: { format: "stereo", quads: 1 }, level: { format: "voices", quads: 2 } },
  });
  const outputs = rig.run(2, {
    audio: (_, side) => (side < 2 ? 1 : 0),
    level: (_, voice) => (voice === 6 ? 0.5 : 0.1),
  });
  expect(at(lane(outputs), 200)).toBeCloseTo(0.5 * 10 ** (-6 / 20), 5);
  expect(at(lane(outputs, 2), 200)).toBe(0);
});

describe("delay", () => {
  const click = (frame: number) => (frame === 10 ? 1 : 0);
  test("repeats at the frame, past the end of its line", async () => {
    const rig = await KernelRig.create(delay, {
      parameters: { time: 0.01, feedback: 0.5, mix: 1, tone: 20_000 },
      inputs: { audio: { format: "mono", quads: 1 } },
      lineFrames: 1_000,
    });
    const heard = lane(rig.run(40, { audio: (frame) => click(frame % 2_000) }));
    for (const start of [0, 2_000, 4_000]) {
      expect(at(heard, start + 10)).toBe(0);
      expect(at(heard, start + 10 + 480)).toBeCloseTo(1, 3);
      expect(at(heard, start + 10 + 960)).toBeGreaterThan(0.4);
      expect(at(heard, start + 10 + 960)).toBeLessThan(0.5);
    }
  });

  test("follows the tempo and changes sides", async () => {
    const rig = await KernelRig.create(delay, {
      parameters: { timing: 1, beats: 0.25, mix: 1, feedback: 0.9, pingPong: 1 },
      inputs: { audio: { format: "stereo", quads: 1 } },
    });
    rig.doubles[HEAD.bpm / 8] = 150;
    const outputs = rig.run(120, { audio: (frame, side) => (side < 2 ? click(frame) : 0) });
    expect(at(lane(outputs, 0), 10 + 4_800)).toBeCloseTo(1, 3);
    expect(at(lane(outputs, 1), 10 + 4_800)).toBe(0);
    expect(at(lane(outputs, 1), 10 + 9_600)).toBeGreaterThan(0.3);
    expect(at(lane(outputs, 0), 10 + 9_600)).toBe(0);
  });

  test("throws the echoes of voices from side to side", async () => {
    const rig = await KernelRig.create(delay, {
      parameters: { time: 0.01, mix: 1, feedback: 0.9, tone: 20_000, pingPong: 1 },
      inputs: { audio: { format: "voices", quads: 2 } },
    });
    const outputs = rig.run(20, { audio: (frame, voice) => (voice === 5 ? click(frame) : 0) });
    expect(at(lane(outputs, 0), 10 + 480)).toBeCloseTo(1, 3);
    expect(at(lane(outputs, 1), 10 + 480)).toBe(0);
    expect(at(lane(outputs, 1), 10 + 960)).toBeGreaterThan(0.7);
    expect(at(lane(outputs, 0), 10 + 960)).toBe(0);
  });

  test("changes its time without a click", async () => {
    const rig = await KernelRig.create(delay, {
      parameters: { time: 0.2, mix: 1, feedback: 0 },
      inputs: { audio: { format: "mono", quads: 1 } },
    });
    const tone = { audio: (frame: number) => Math.sin((2 * Math.PI * 100 * frame) / SAMPLE_RATE) };
    rig.run(200, tone);
    rig.set("time", 0.35);
    const heard = lane(rig.run(200, tone));
    heard.forEach((x, i) => {
      if (i > 0) expect(Math.abs(x - at(heard, i - 1))).toBeLessThan(0.06);
    });
  });
});

describe("lfo", () => {
  test("turns at its rate and spans its range", async () => {
    const rig = await KernelRig.create(lfo, { parameters: { rate: 4 } });
    const value = lane(rig.run(blocksOf(1)));
    expect(at(value, 0)).toBeCloseTo(0.5, 3);
    expect(at(value, 3_000)).toBeCloseTo(1, 3);
    expect(at(value, 9_000)).toBeCloseTo(0, 3);
    expect(at(value, 15_000)).toBeCloseTo(1, 3);
  });

  test("stands where the transport stands", async () => {
    const rig = await KernelRig.create(lfo, { parameters: { wave: 2, sync: 1, beats: 4 } });
    rig.words[HEAD.playing / 4] = 1;
    rig.doubles[HEAD.tick / 8] = 960 * 7;
    rig.doubles[HEAD.ticksPerFrame / 8] = 0.04;
    expect(at(lane(rig.run(1)), 0)).toBeCloseTo(0.75, 5);
  });
});

test("mixer places, mutes and solos", async () => {
  const format = { format: "mono" as const, quads: 1 };
  const rig = await KernelRig.create(mixer, {
    parameters: { pan1: -1, level2: -6 },
    inputs: { audio1: format, audio2: format },
  });
  const play = () => rig.run(40, { audio1: () => 0.5, audio2: () => 0.25 });
  const last = (side: number, outputs: Float32Array[][]) => at(lane(outputs, side), 40 * BLOCK - 1);
  const half = 0.25 * 10 ** (-6 / 20);
  let heard = play();
  expect(last(0, heard)).toBeCloseTo(0.5 * Math.SQRT2 + half, 4);
  expect(last(1, heard)).toBeCloseTo(half, 4);
  expect(at(rig.floats, rig.telemetry / 4 + 1)).toBeCloseTo(half, 3);
  rig.set("solo2", 1);
  heard = play();
  expect(last(0, heard)).toBeCloseTo(half, 4);
  rig.set("mute2", 1);
  expect(last(0, play())).toBe(0);
});

test("analyser tells bass from middle and treble", async () => {
  for (const [hertz, loudest] of [
    [60, 1],
    [900, 2],
    [9_000, 3],
  ] as const) {
    const rig = await KernelRig.create(analyser, {
      inputs: { audio: { format: "mono", quads: 1 } },
      parameters: { gain: 0 },
    });
    const outputs = rig.run(400, { audio: (frame) => 0.5 * Math.sin((2 * Math.PI * hertz * frame) / SAMPLE_RATE) });
    const values = [1, 2, 3].map((output) => at(lane(outputs, 0, output), 400 * BLOCK - 1));
    values.forEach((value, i) => {
      if (i + 1 === loudest) expect(value).toBeGreaterThan(0.3);
      else expect(value).toBeLessThan(0.1);
    });
    expect(at(lane(outputs), 400 * BLOCK - 1)).toBeGreaterThan(0.35);
  }
});

test("pink noise falls by 3 dB an octave and differs between sides and seeds", async () => {
  const render = async (seed: number) =>
    (await KernelRig.create(noise, { seed, parameters: { colour: 1 } })).run(blocksOf(4));
  const [first, other] = [await render(1), await render(2)];
  const band = (signal: Float32Array, from: number) => {
    let power = 0;
    for (let i = 0; i < 60; i++) power += amplitude(signal, from * (1 + i / 60)) ** 2;
    return power;
  };
  const left = lane(first);
  const fall = (10 * Math.log10(band(left, 200) / band(left, 3_200))) / 4;
  expect(fall).toBeGreaterThan(2);
  expect(fall).toBeLessThan(4);
  expect(lane(first, 1)).not.toEqual(left);
  expect(lane(other)).not.toEqual(left);
});

describe("sampler", () => {
  const ramp = Float32Array.from({ length: 1_000 }, (_, i) => (i + 1) / 1_000);
  const quiet = { attack: 0.00001, release: 0.005 };
  const play = async (parameters: Record<string, number>, events: RigEvent[], blocks = 40) => {
    const rig = await KernelRig.create(sampler, {
      parameters: { ...quiet, ...parameters },
      sample: { channels: [ramp] },
    });
    return { rig, heard: rig.run(blocks, {}, events) };
  };

  test("plays the very frames, once, and ends", async () => {
    const { heard } = await play({ mode: 0 }, [on(5, 0)]);
    expect(at(lane(heard), 4)).toBe(0);
    for (const i of [0, 1, 500, 999]) expect(at(lane(heard), 5 + i)).toBe(ramp[i]);
    expect(at(lane(heard), 1_005)).toBe(0);
    expect(lane(heard, 1)).toEqual(lane(heard));
  });

  test("plays the very frames backwards", async () => {
    const { heard } = await play({ mode: 0, speed: -1 }, [on(0, 3)]);
    for (const i of [0, 1, 500, 999]) expect(at(lane(heard), i)).toBe(ramp[999 - i]);
    expect(at(lane(heard), 1_000)).toBe(0);
  });

  test.each([1, -1, 2, -4])("loops a region exactly at speed %d", async (speed) => {
    const { heard } = await play({ mode: 2, speed, start: 0.2, end: 0.6 }, [on(0, 0)]);
    const turn = 400 / Math.abs(speed);
    const first = speed > 0 ? 200 : 599;
    for (let i = 0; i < 4_000; i++) expect(at(lane(heard), i)).toBe(ramp[first + speed * (i % turn)]);
  });

  test("plays an octave up twice as fast, between frames smoothly", async () => {
    const { heard } = await play({ mode: 0, speed: 0.5 }, [on(0, 0, 72)]);
    expect(at(lane(heard), 300)).toBeCloseTo(0.301, 5);
    const slow = await play({ mode: 0, speed: 0.25 }, [on(0, 0)]);
    for (let i = 8; i < 3_900; i += 37) expect(at(lane(slow.heard), i)).toBeCloseTo((i / 4 + 1) / 1_000, 5);
  });

  test("takes a sounding voice without a click", async () => {
    const tone = Float32Array.from({ length: 40_000 }, (_, i) => Math.sin(i * 0.02));
    const rig = await KernelRig.create(sampler, {
      parameters: { attack: 0.003, volume: -12 },
      sample: { channels: [tone] },
    });
    const events = Array.from({ length: 17 }, (_, i) => on(100 + i * 211, i % 16, 60, 0.5));
    const heard = lane(rig.run(40, {}, events));
    let step = 0;
    heard.forEach((x, i) => {
      if (i > 0) step = Math.max(step, Math.abs(x - at(heard, i - 1)));
    });
    // Sixteen voices of slope 0.02 at a gain of 0.125, and one on its way out.
    expect(step).toBeLessThan(17 * 0.02 * 0.126 + 0.002);
  });

  test("says where each voice is", async () => {
    const { rig } = await play({ mode: 2, speed: 0.5 }, [on(0, 2, 60, 0.7)], 2);
    const words = rig.telemetry / 4 + 2 * VOICE_WORDS;
    expect(at(rig.floats, words + VOICE_WORD.gain)).toBeCloseTo(0.7, 4);
    expect(at(rig.floats, words + VOICE_WORD.seconds)).toBeCloseTo(128 / SAMPLE_RATE, 6);
    expect(at(rig.floats, words + VOICE_WORD.speed)).toBeCloseTo(0.5, 5);
    expect(at(rig.floats, words + VOICE_WORD.serial)).toBe(1);
    expect(at(rig.floats, rig.telemetry / 4)).toBe(0);
  });
});
