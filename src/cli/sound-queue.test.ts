import { expect, it } from "vitest";
import { SoundQueue } from "./sound-queue.ts";

it("gives every sample once, in order, in pieces of any length", () => {
  const queue = new SoundQueue();
  let made = 0;
  const block = () => {
    const left = Float32Array.from({ length: 4 }, () => made++);
    queue.take(
      left,
      left.map((value) => -value),
    );
  };
  const given: number[] = [];
  for (const until of [1, 1, 7, 8, 19]) {
    while (made < until) block();
    const piece = queue.upTo(until);
    expect(piece).toHaveLength((until - given.length / 2) * 2);
    given.push(...piece);
  }
  expect(given).toEqual(Array.from({ length: 19 }, (_, at) => [at, at === 0 ? -0 : -at]).flat());
});

it("gives less when less was made", () => {
  const queue = new SoundQueue();
  queue.take(new Float32Array(2), new Float32Array(2));
  expect(queue.upTo(5)).toHaveLength(4);
});
