import { expect, test } from "vitest";
import { createBeamTrace, TRACE_SIZE } from "./trace.ts";

function at(bytes: Uint8Array, x: number, y: number): number[] {
  const column = Math.round((x * 0.5 + 0.5) * (TRACE_SIZE - 1));
  const row = Math.round((y * 0.5 + 0.5) * (TRACE_SIZE - 1));
  return [...bytes.subarray((row * TRACE_SIZE + column) * 4, (row * TRACE_SIZE + column) * 4 + 3)];
}

test("the beam is bright on its way, glows beside it and leaves the rest dark", () => {
  const trace = createBeamTrace();
  for (let i = 0; i < 100; i++) trace.move(-0.5 + i / 100, 0.5, -0.49 + i / 100, 0.5, 1);
  trace.develop();
  const [core = 0, near = 0] = at(trace.bytes, 0, 0.5);
  expect(core).toBeGreaterThan(100);
  expect(near).toBeGreaterThan(20);
  const [beside = 0, , around = 0] = at(trace.bytes, 0, 0.46);
  expect(beside).toBe(0);
  expect(around).toBeGreaterThan(3);
  expect(at(trace.bytes, 0, -0.5)).toEqual([0, 0, 0]);
});

test("a slow beam is brighter than a fast one", () => {
  const trace = createBeamTrace();
  trace.move(-0.9, 0.5, 0.9, 0.5, 1);
  for (let i = 0; i < 200; i++) trace.move(-0.9 + i * 0.009, -0.5, -0.891 + i * 0.009, -0.5, 1);
  trace.develop();
  expect(at(trace.bytes, 0.2, -0.5)[0]).toBeGreaterThan(2 * (at(trace.bytes, 0.2, 0.5)[0] ?? 0));
});

test("clearing begins anew, and what is not a number or outside draws nothing", () => {
  const trace = createBeamTrace();
  trace.move(-1, 0, 1, 0, 1);
  trace.clear();
  trace.move(Number.NaN, 0, 1, 0, 1);
  trace.move(3, 3, 4, 4, 1);
  trace.develop();
  for (let i = 0; i < trace.bytes.length; i += 4) if (trace.bytes[i] !== 0) throw new Error(`light at ${i}`);
});
