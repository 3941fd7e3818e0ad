import { describe, expect, test } from "vitest";
import { HEAD } from "#audio/contract/kernel-abi.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { REFERENCE_MODULES, REFERENCE_OPS, ReferenceKernels } from "#audio/testing/reference-kernels.ts";
import { control, createRegistry, defineModule } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { tracker } from "#modules/sequencer/tracker.ts";
import { transport } from "#modules/sequencer/transport.ts";
import { AudioHost } from "./audio-host.ts";

/** Declares the ports its content names, as scripts do. */
const script = defineModule({
  type: "t.script",
  version: 1,
  kind: "script",
  title: "Script",
  summary: "For tests.",
  help: "For tests.",
  inputs: {},
  outputs: {},
  parameters: {},
  script: { language: "none" },
  content: {
    default: {},
    problem: () => undefined,
    ports: () => ({ inputs: { seen: control("Seen") }, outputs: { a: control("A"), b: control("B") } }),
  },
  example: { modules: {}, connections: [] },
});
/** Without a kernel, like a video effect. */
const effect = defineModule({
  type: "t.effect",
  version: 1,
  kind: "video",
  title: "Effect",
  summary: "For tests.",
  help: "For tests.",
  inputs: {},
  outputs: {},
  parameters: {
    zoom: number({ label: "Zoom", unit: "ratio", min: 0, max: 1, default: 0.25, summary: "Zoom." }),
  },
  example: { modules: {}, connections: [] },
});

const registry = createRegistry([...REFERENCE_MODULES, tracker, transport, script, effect]);
const patch = () => new PatchBuilder(registry);

function play(first: PatchBuilder, transportState: Parameters<PatchBuilder["snapshot"]>[0] = { state: "playing" }) {
  const memory = { buffer: new ArrayBuffer(32 * 1024 * 1024) };
  const session = new OfflineSession({
    snapshot: first.snapshot(transportState),
    registry,
    ops: (kernel) => REFERENCE_OPS[kernel],
    kernels: { memory, exports: new ReferenceKernels(memory) },
    samples: new Map(),
    play: false,
  });
  const blocks = (count: number) => {
    const out: number[] = [];
    for (let i = 0; i < count; i++) {
      session.block();
      out.push(...session.host.left);
    }
    return out;
  };
  return {
    session,
    blocks,
    update: (next: PatchBuilder, t: typeof transportState = { state: "playing" }) => session.update(next.snapshot(t)),
  };
}

/** Note on the first voice of a one-voice click module: heard left. */
const clicks = (rows: Parameters<PatchBuilder["pattern"]>[1]) =>
  patch()
    .module(1, "sequencer.tracker")
    .module(2, "t.click", { voices: 1 })
    .module(3, "t.output")
    .cable(1, "1.notes -> 2.notes")
    .cable(2, "2.audio -> 3.audio")
    .pattern(1, rows);

const placesOf = (samples: readonly number[], value: number) =>
  samples.flatMap((sample, at) => (Math.abs(sample - value) < 1e-6 ? [at] : []));

describe("sequencing", () => {
  test("the first row starts at sample 0 and later ones to the sample", () => {
    const { blocks } = play(clicks([{ note: 60, length: 0.5 }, null]));
    expect(placesOf(blocks(400), 1)).toEqual([0, 12_000, 24_000, 36_000, 48_000]);
  });
  test("a note ends by its length", () => {
    const { blocks } = play(clicks([{ note: 60, length: 0.5 }, null]));
    expect(placesOf(blocks(150), -0.5)).toEqual([3_000, 15_000]);
  });
  test("a tempo change moves what follows exactly", () => {
    const built = clicks([{ note: 60, length: 0.5 }]);
    const { blocks, update } = play(built, { state: "playing", bpm: 120 });
    const first = blocks(75);
    update(built, { state: "playing", bpm: 60 });
    const second = blocks(120);
    expect(placesOf(first, 1)).toEqual([0, 6_000]);
    // 9 600 frames at 120 bpm are 384 ticks; the row at 480 follows 96 ticks later, at 50 frames a tick.
    expect(placesOf(second, 1)[0]).toBe(4_800);
  });
  test("pause keeps the position, stop rewinds, seek jumps", () => {
    const built = clicks([{ note: 60, length: 0.5 }]);
    const { blocks, update, session } = play(built);
    const tick = () => session.host.views.double(HEAD.tick);
    blocks(10);
    const paused = tick();
    update(built, { state: "paused" });
    expect(placesOf(blocks(100), 1)).toEqual([]);
    expect(tick()).toBe(paused);
    update(built, { state: "playing" });
    expect(placesOf(blocks(60), 1)[0]).toBe(6_000 - 1_280);
    update(built, { state: "stopped" });
    blocks(1);
    expect(tick()).toBe(0);
    update(built, { state: "playing", seek: { tick: 235, serial: 1 } });
    expect(placesOf(blocks(2), 1)).toEqual([125]);
  });
  test("two trackers with rows of different lengths don't disturb each other", () => {
    const { blocks } = play(
      clicks([{ note: 60, length: 0.5 }])
        .module(4, "sequencer.tracker")
        .module(5, "t.click", { voices: 1 })
        .cable(3, "4.notes -> 5.notes")
        .cable(4, "5.audio -> 3.audio")
        .pattern(4, [{ note: 60, length: 0.4, volume: 0.25 }], 3),
    );
    const out = blocks(200);
    expect(placesOf(out, 1.25)).toEqual([0, 24_000]);
    expect(placesOf(out, 0.25)).toEqual([8_000, 16_000]);
    expect(placesOf(out, 1)).toEqual([6_000, 12_000, 18_000]);
  });
  test("a bypassed tracker plays nothing", () => {
    const { blocks } = play(clicks([{ note: 60 }]).bypass(1, true));
    expect(blocks(50).every((sample) => sample === 0)).toBe(true);
  });
  test("the transport module plays a note a beat and its phase rises", () => {
    const { blocks, session } = play(
      patch()
        .module(1, "sequencer.transport")
        .module(2, "t.click", { voices: 1 })
        .module(3, "t.output")
        .cable(1, "1.pulse -> 2.notes")
        .cable(2, "2.audio -> 3.audio"),
    );
    expect(placesOf(blocks(200), 1)).toEqual([0, 24_000]);
    expect(session.live.value(1, "bar")).toBeCloseTo((200 * 128 - 1) / 96_000, 5);
  });
  test("rows are told, and −1 while nothing plays", () => {
    const built = clicks([{ note: 60 }, null, null]);
    const { blocks, session, update } = play(built);
    blocks(60);
    expect(session.live.step(1)).toBe(1);
    update(built, { state: "stopped" });
    blocks(1);
    expect(session.live.step(1)).toBe(-1);
  });
});

describe("edits", () => {
  const ramp = () => patch().module(1, "t.ramp").module(2, "t.output").cable(1, "1.audio -> 2.audio");
  test("state survives unrelated edits", () => {
    const built = ramp();
    const { blocks, update } = play(built);
    blocks(10);
    update(built.module(9, "t.gain").module(8, "t.output").cable(7, "9.audio -> 8.audio"));
    expect(blocks(1)[0]).toBeCloseTo(1_280 / 1e6, 9);
  });
  test("a module nobody hears doesn't run and keeps its state", () => {
    const built = patch().module(1, "t.hold").module(2, "t.gain").module(3, "t.output").cable(1, "1.audio -> 2.audio");
    const { blocks, update } = play(built);
    expect(blocks(2).every((sample) => sample === 0)).toBe(true);
    update(built.cable(2, "2.audio -> 3.audio"));
    expect(blocks(8).at(-1)).toBe(1);
  });
  test("cables fade in and out within 5 ms and a little", () => {
    const built = patch().module(1, "t.hold").module(2, "t.output");
    const { blocks, update } = play(built);
    blocks(2);
    update(built.cable(1, "1.audio -> 2.audio"));
    const rise = blocks(6);
    expect(Math.max(...rise.map((value, at) => Math.abs(value - (rise[at - 1] ?? 0))))).toBeLessThan(0.005);
    expect(rise.at(-1)).toBe(1);
    update(built);
    const fall = blocks(6);
    expect(Math.max(...fall.map((value, at) => Math.abs(value - (fall[at - 1] ?? 1))))).toBeLessThan(0.005);
    expect(fall.at(-1)).toBe(0);
  });
  test("a removed module fades out and is then forgotten", () => {
    const built = patch()
      .module(1, "t.hold")
      .module(2, "t.gain")
      .module(3, "t.output")
      .cable(1, "1.audio -> 2.audio")
      .cable(2, "2.audio -> 3.audio");
    const { blocks, update, session } = play(built);
    blocks(2);
    update(built.remove(2));
    const fall = blocks(8);
    expect(fall[0]).toBeGreaterThan(0.99);
    expect(Math.max(...fall.map((value, at) => Math.abs(value - (fall[at - 1] ?? 1))))).toBeLessThan(0.005);
    expect(fall.at(-1)).toBe(0);
    expect(session.publisher.running?.fading).toBe(false);
  });
  test("bypass crossfades to the input", () => {
    const built = patch()
      .module(1, "t.hold")
      .module(2, "t.gain", { level: 0.5 })
      .module(3, "t.output")
      .cable(1, "1.audio -> 2.audio")
      .cable(2, "2.audio -> 3.audio");
    const { blocks, update } = play(built);
    expect(blocks(2).at(-1)).toBe(0.5);
    update(built.bypass(2, true));
    const cross = blocks(8);
    expect(cross.every((value) => value > 0.49 && value < 1.01)).toBe(true);
    expect(cross.at(-1)).toBe(1);
    update(built);
    expect(blocks(8).at(-1)).toBe(0.5);
  });
  test("a parameter glides to a new value", () => {
    const built = patch().module(1, "t.hold").module(2, "t.output").cable(1, "1.audio -> 2.audio");
    const { blocks, update } = play(built);
    blocks(2);
    update(built.set(1, "level", 2));
    const out = blocks(30);
    expect(Math.max(...out.map((value, at) => Math.abs(value - (out[at - 1] ?? 1))))).toBeLessThan(0.01);
    expect(out.at(-1)).toBe(2);
  });
  test("a control cable moves a parameter and the screen hears its value", () => {
    const built = patch()
      .module(1, "t.hold", { level: 0.25 })
      .module(2, "t.hold", { level: 0 })
      .module(3, "t.output")
      .cable(1, "1.value -> 2.level", { amount: 0.5 })
      .cable(2, "2.audio -> 3.audio");
    const { blocks, session } = play(built);
    expect(blocks(2).at(-1)).toBeCloseTo(0.5, 5);
    expect(session.live.value(2, "level")).toBeCloseTo(0.5, 5);
    expect(session.live.value(1, "value")).toBeCloseTo(0.25, 5);
    session.publisher.drive(1, "level", 1);
    blocks(30);
    expect(session.live.value(2, "level")).toBeCloseTo(2, 4);
  });
  test("a loop reads the block before and stays finite", () => {
    const built = patch()
      .module(1, "t.hold", { level: 0.001 })
      .module(2, "t.sum")
      .module(3, "t.gain", { level: 2 })
      .module(4, "t.output")
      .cable(1, "1.audio -> 2.a")
      .cable(2, "2.audio -> 3.audio")
      .cable(3, "3.audio -> 2.b")
      .cable(4, "3.audio -> 4.audio");
    const { blocks, session } = play(built);
    const out = blocks(100);
    expect(out[0]).toBeCloseTo(0.002, 6);
    expect(out[128]).toBeCloseTo(0.006, 6);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(Math.max(...out)).toBeLessThan(40);
    expect(session.host.views.int(HEAD.flushed)).toBe(0);
  });
  test("a module that makes no numbers is silenced and counted, the rest plays on", () => {
    const built = patch()
      .module(1, "t.nan")
      .module(2, "t.hold", { level: 0.5 })
      .module(3, "t.output")
      .cable(1, "1.audio -> 3.audio")
      .cable(2, "2.audio -> 3.audio");
    const { blocks, session } = play(built);
    const out = blocks(400);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(out[0]).toBeCloseTo(0.75, 6);
    expect(out.at(-1)).toBeCloseTo(0.5, 6);
    expect([session.host.views.int(HEAD.flushed), session.host.views.int(HEAD.flushedModule)]).toEqual([1, 1]);
  });
  test("another host on the same memory goes on without a jump", () => {
    const { session, blocks } = play(ramp());
    blocks(3);
    const memory = { buffer: session.host.views.bytes.buffer };
    const next = new AudioHost(memory, new ReferenceKernels(memory));
    next.block();
    expect(next.left[0]).toBeCloseTo(384 / 1e6, 9);
    expect(next.views.samples).toBe(512);
  });
  test("panic cuts notes and lets every state go, then plays on", () => {
    const { session, blocks } = play(ramp());
    blocks(20);
    session.publisher.panic();
    const out = blocks(12);
    expect(out[8 * 128]).toBe(0);
    expect(out.at(-1)).toBeGreaterThan(0);
    expect(out.at(-1)).toBeLessThan(1_000 / 1e6);
    expect(session.host.views.int(HEAD.panic)).toBe(0);
  });
});

describe("values without sound", () => {
  test("a script's outputs glide where it drives them, its inputs are told", () => {
    const built = patch()
      .module(1, "t.script")
      .module(2, "t.hold", { level: 0 })
      .module(3, "t.output")
      .cable(1, "1.b -> 2.level", { amount: 0.5 })
      .cable(2, "2.audio -> 3.audio")
      .cable(3, "2.value -> 1.seen");
    const { session, blocks } = play(built);
    blocks(2);
    session.publisher.drive(1, "b", 0.5);
    session.publisher.drive(1, "a", -1);
    const out = blocks(40);
    expect(out.at(-1)).toBeCloseTo(1, 4);
    expect(Math.max(...out.map((value, at) => Math.abs(value - (out[at - 1] ?? 0))))).toBeLessThan(0.01);
    expect(session.live.value(1, "b")).toBe(0.5);
    expect(session.live.value(1, "a")).toBe(-1);
    expect(session.live.value(1, "seen")).toBeCloseTo(1, 4);
  });
  test("a picture's parameter is told while a hand drives it or a cable moves it", () => {
    const { session, blocks, update } = play(patch().module(1, "t.effect").module(2, "t.hold", { level: 0.5 }));
    blocks(2);
    expect(session.live.value(1, "zoom")).toBeUndefined();
    session.publisher.drive(1, "zoom", 0.75);
    blocks(40);
    expect(session.live.value(1, "zoom")).toBeCloseTo(0.75, 4);
    update(
      patch().module(1, "t.effect").module(2, "t.hold", { level: 0.5 }).cable(1, "2.value -> 1.zoom", { amount: -1 }),
    );
    blocks(20);
    expect(session.live.value(1, "zoom")).toBeCloseTo(0.25, 4);
  });
});

describe("voices", () => {
  const chord = (voices: number) =>
    patch()
      .module(1, "sequencer.tracker")
      .module(2, "sequencer.tracker")
      .module(3, "t.click", { voices })
      .module(4, "t.output")
      .cable(1, "1.notes -> 3.notes")
      .cable(2, "2.notes -> 3.notes")
      .cable(3, "3.audio -> 4.audio")
      .pattern(1, [{ note: 60, volume: 0.5, length: 3 }, null, null, null])
      .pattern(2, [{ note: 64, volume: 0.25, length: 1 }]);
  test("notes at once get voices of their own, and a voice free longest is taken first", () => {
    const { blocks, session } = play(chord(2));
    session.block();
    const { left, right } = session.host;
    expect([left[0], right[0]]).toEqual([0.5, 0.25]);
    // The second tracker's next note takes the voice its first one left, as the long note still holds the other.
    const rest = blocks(60);
    expect(placesOf(rest, 0.25)).toEqual([]);
  });
  test("when all are held the oldest is stolen", () => {
    const { session } = play(chord(1));
    session.block();
    expect(session.host.left[0]).toBe(0.25);
  });
  test("taking the tracker away lets its notes go", () => {
    const built = chord(2);
    const { blocks, update } = play(built);
    blocks(10);
    update(built.cut(1).cut(2));
    const out = blocks(4);
    expect(out[0]).toBe(-0.5);
  });
});
