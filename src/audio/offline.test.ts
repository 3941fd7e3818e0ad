import { expect, test } from "vitest";
import { createRegistry } from "#engine/module-definition.ts";
import { renderOffline } from "./offline.ts";
import { PatchBuilder } from "./testing/patch-builder.ts";
import { REFERENCE_MODULES, REFERENCE_OPS, ReferenceKernels } from "./testing/reference-kernels.ts";

const registry = createRegistry(REFERENCE_MODULES);
const patch = new PatchBuilder(registry)
  .module(1, "t.hold", { level: 0.5 })
  .module(2, "t.output")
  .cable(1, "1.audio -> 2.audio");

function render(more: Partial<Parameters<typeof renderOffline>[0]>) {
  const memory = { buffer: new ArrayBuffer(24 * 1024 * 1024) };
  return renderOffline({
    snapshot: patch.snapshot(),
    registry,
    ops: (kernel) => REFERENCE_OPS[kernel],
    kernels: { memory, exports: new ReferenceKernels(memory) },
    samples: new Map(),
    seconds: 0.1,
    ...more,
  });
}

test("gives exactly the seconds asked for, interleaved", () => {
  const { samples, sampleRate } = render({ seconds: 0.0123 });
  expect(sampleRate).toBe(48_000);
  expect(samples.length).toBe(2 * 590);
  expect([samples[0], samples[1_179]]).toEqual([0.5, 0.5]);
});

test("the frame hook is called in lockstep, sees the position and can change the patch and live values", () => {
  const calls: [samples: number, tick: number, value: number | undefined][] = [];
  const { samples } = render({
    onFrame: {
      every: 1_600,
      call: (frame) => {
        calls.push([frame.samples, frame.tick, frame.live.value(1, "value")]);
        if (frame.samples === 1_664) frame.drive(1, "level", 2);
        if (frame.samples >= 3_200) frame.update(patch.cut(1).snapshot());
      },
    },
  });
  expect(calls.map(([at]) => at)).toEqual([0, 1_664, 3_200]);
  expect(calls.map(([, tick]) => tick)).toEqual([0, 66.56, 128].map((tick) => expect.closeTo(tick, 6)));
  expect(calls[2]?.[2]).toBeCloseTo(2, 2);
  expect(samples[2 * 3_100]).toBeCloseTo(2, 2);
  expect(samples.at(-1)).toBe(0);
});

test("a live value that is let go is the patch's own again", () => {
  const { samples } = render({
    onFrame: {
      every: 1_600,
      call: (frame) => {
        if (frame.samples === 0) frame.drive(1, "level", 2);
        if (frame.samples === 1_664) frame.release(1, "level");
      },
    },
  });
  expect(samples[2 * 1_600]).toBeCloseTo(2, 2);
  expect(samples[2 * 3_100]).toBeCloseTo(0.5, 2);
});

test("the transport plays from the beginning unless told not to, and stops when the patch says so", () => {
  const ticks = (more: Partial<Parameters<typeof renderOffline>[0]>) => {
    let last = 0;
    render({ ...more, onFrame: { every: 128, call: (frame) => (last = frame.tick) } });
    return last;
  };
  expect(ticks({})).toBeGreaterThan(180);
  expect(ticks({ play: false })).toBe(0);
});

test("another seed gives another sound only where chance plays", () => {
  expect([...render({ seed: 5 }).samples]).toEqual([...render({ seed: 6 }).samples]);
});
