import fc from "fast-check";
import { expect, test } from "vitest";
import { type Allocation, Heap, MemoryFull } from "./heap.ts";

test("whatever is taken and given back, no two parts overlap and nothing is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.boolean(), fc.nat()), { maxLength: 80 }),
      (steps) => {
        const heap = new Heap(1_000, 10_000_000);
        const held: Allocation[] = [];
        for (const [bytes, gives, pick] of steps) {
          if (gives && held.length > 0) {
            for (const given of held.splice(pick % held.length, 1)) heap.free(given);
            continue;
          }
          const made = heap.allocate(bytes);
          expect(made.bytes).toBeGreaterThanOrEqual(bytes);
          expect(made.address % 64).toBe(0);
          for (const other of held)
            expect(made.address + made.bytes <= other.address || other.address + other.bytes <= made.address).toBe(
              true,
            );
          held.push(made);
        }
        const { top } = heap;
        for (const each of held) heap.free(each);
        // All free parts have joined: one allocation fits below what was ever used.
        if (top > 1_024) expect(heap.allocate(top - 1_024).address).toBe(1_024);
      },
    ),
  );
});

test("says when there is no room", () => {
  expect(() => new Heap(0, 1_000).allocate(2_000)).toThrow(MemoryFull);
});
