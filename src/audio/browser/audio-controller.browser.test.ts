import { afterEach, describe, expect, test, vi } from "vitest";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import type { Engine, Observer } from "#engine/engine.ts";
import {
  audio,
  control,
  createRegistry,
  defineModule,
  events,
  type ModuleDefinition,
} from "#engine/module-definition.ts";
import { refused } from "#engine/outcome.ts";
import { number } from "#engine/parameter.ts";
import type { Snapshot } from "#engine/patch.ts";
import { type AudioController, createAudioController } from "./audio-controller.ts";

const plain = {
  version: 1,
  kind: "audio",
  summary: "For tests.",
  help: "",
  example: { modules: {}, connections: [] },
} as const;
const amount = number({ label: "Amount", unit: "ratio", min: 0, max: 1, default: 0, summary: "Moved." });
/** The real kernels by name; only what the controller needs of the modules. */
const MODULES: readonly ModuleDefinition[] = [
  defineModule({
    ...plain,
    type: "noise",
    title: "Noise",
    inputs: {},
    outputs: { audio: audio("Sound") },
    parameters: {
      colour: amount,
      level: number({ label: "Level", unit: "dB", min: -60, max: 12, default: 0, summary: "" }),
    },
    audio: { kernel: "noise", stateBytes: 256 },
  }),
  defineModule({
    ...plain,
    type: "output",
    title: "Output",
    inputs: { audio: audio("Sound") },
    outputs: {},
    parameters: { level: number({ label: "Level", unit: "dB", min: -60, max: 12, default: 0, summary: "" }) },
    audio: { kernel: "output", stateBytes: 64 },
  }),
  defineModule({
    ...plain,
    type: "clock",
    title: "Clock",
    inputs: {},
    outputs: { beat: control("Beat"), bar: control("Bar"), pulse: events("Pulse") },
    parameters: {},
    sequencer: "transport",
  }),
  defineModule({ ...plain, type: "picture", title: "Picture", inputs: {}, outputs: {}, parameters: { amount } }),
];
const registry = createRegistry(MODULES);

/** As much of an engine as the controller hears. */
class FakeEngine {
  readonly registry = registry;
  #snapshot: Snapshot;
  readonly #observers = new Set<Observer>();
  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }
  snapshot(): Snapshot {
    return this.#snapshot;
  }
  subscribe(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }
  change(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    const none = new Set<number>();
    const changes = {
      modules: none,
      parameters: none,
      layout: none,
      connections: none,
      patterns: none,
      bindings: none,
      assets: none,
      presets: none,
      document: true,
      transport: true,
      all: true,
    };
    for (const observer of this.#observers) observer(snapshot, changes);
  }
}

const silent = new PatchBuilder(registry)
  .module(1, "noise")
  .module(2, "output")
  .module(3, "clock")
  .module(4, "picture")
  .cable(2, "3.bar -> 4.amount");
const loud = silent.cable(1, "1.audio -> 2.audio");

/** A controller on the loud patch, running, and what it told. */
async function running(shared: boolean) {
  const engine = new FakeEngine(loud.snapshot({ state: "playing" }));
  const troubles: string[] = [];
  const made = createAudioController({
    engine: engine as unknown as Engine, // as above
    assets: { load: async () => refused("none") },
    onTrouble: (message) => troubles.push(message),
    shared,
    pages: 256,
  });
  controller = made;
  expect(await made.start()).toEqual({ ok: true, value: undefined });
  await until(() => made.live.master().left > 0.01);
  return { made, engine, troubles };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
let controller: AudioController | undefined;
afterEach(() => controller?.dispose());

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 250 && !holds(); i++) await pause(20);
  expect(holds()).toBe(true);
}

describe.each([true, false])("shared memory: %s", (shared) => {
  test("time goes on by the display, then by the sound, without a jump; edits are heard", async () => {
    const engine = new FakeEngine(silent.snapshot({ state: "playing" }));
    const troubles: string[] = [];
    const made = createAudioController({
      // Only these three are used by the controller.
      engine: engine as unknown as Engine,
      assets: { load: async () => refused("none") },
      onTrouble: (message) => troubles.push(message),
      shared,
      pages: 256,
    });
    controller = made;
    let now = 0;
    await until(() => {
      now += 16;
      made.advance(now);
      return made.live.samples() > 4_800;
    });
    expect(made.live.tick()).toBeCloseTo(made.live.samples() * 0.04, 3);
    expect(made.state()).toBe("off");
    const before = made.live.samples();
    expect(await made.start()).toEqual({ ok: true, value: undefined });
    expect(made.state()).toBe("running");
    await until(() => made.live.samples() > before + 9_600);
    // One clock throughout: the tick follows the samples as if nothing had happened.
    await until(() => Math.abs(made.live.tick() - made.live.samples() * 0.04) < 0.2 * 48_000 * 0.04);
    const address = made.telemetry.map().values["4.amount"] ?? 0;
    const { buffer, base } = made.telemetry.memory();
    expect(new Float32Array(buffer)[(address - base) / 4]).toBeGreaterThan(0);
    engine.change(loud.snapshot({ state: "playing" }));
    await until(() => made.live.master().left > 0.01 && made.live.level(1) > 0.01);
    made.panic();
    expect(made.latency()).toBeGreaterThanOrEqual(0);
    expect(troubles).toEqual([]);
  });

  test("a processor that fails is replaced: sound and time go on, edits are heard", async () => {
    const { made, engine, troubles } = await running(shared);
    const [first, before] = [made.output(), made.live.samples()];
    first?.dispatchEvent(new Event("processorerror"));
    await until(() => made.output() !== undefined && made.output() !== first);
    expect(made.live.samples()).toBeGreaterThanOrEqual(before);
    const reached = made.live.samples();
    await until(() => made.live.samples() > reached + 4_800 && made.live.master().left > 0.01);
    expect(Math.abs(made.live.tick() - made.live.samples() * 0.04)).toBeLessThan(0.2 * 48_000 * 0.04);
    engine.change(silent.snapshot({ state: "playing" }));
    await until(() => made.live.master().left < 0.001);
    expect(made.state()).toBe("running");
    expect(troubles).toEqual(["The sound stopped because of an error in it and was started again."]);
  });

  test("a context closed from outside is replaced", async () => {
    const { made, troubles } = await running(shared);
    const first = made.output();
    await made.context()?.close();
    await until(() => made.output() !== undefined && made.output() !== first);
    const reached = made.live.samples();
    await until(() => made.live.samples() > reached + 4_800 && made.live.master().left > 0.01);
    expect(troubles).toEqual(["The sound was closed from outside and was started again."]);
  });
});

test("sound that stands still without a word is started again", async () => {
  const { made, troubles } = await running(true);
  const [first, context] = [made.output(), made.context()];
  if (!context) throw new Error("No context");
  vi.spyOn(context, "resume").mockResolvedValue();
  await context.suspend();
  await until(() => made.output() !== undefined && made.output() !== first);
  const reached = made.live.samples();
  await until(() => made.live.samples() > reached + 4_800);
  expect(troubles).toEqual(["The sound stood still and was started again."]);
});

test("what dies three times within a minute stays off and says so; time goes on, and a click starts it again", async () => {
  const { made, troubles } = await running(true);
  for (let time = 0; time < 3; time++) {
    await until(() => made.output() !== undefined);
    made.output()?.dispatchEvent(new Event("processorerror"));
  }
  await until(() => made.state() === "failed");
  expect(troubles.at(-1)).toContain("three times within a minute and stays off");
  const reached = made.live.samples();
  await until(() => {
    made.advance(performance.now());
    return made.live.samples() > reached;
  });
  expect((await made.start()).ok).toBe(true);
});
