import { expect, test } from "vitest";
import { COMMAND_BYTES, HEAP_BASE, RING, RING_COMMANDS } from "#audio/contract/memory-map.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import { DirectLink } from "./link.ts";
import { CommandRecord, RingWriter } from "./ring.ts";

function reader(views: MemoryViews) {
  return () => {
    const read = views.int(RING.read);
    if (read === views.int(RING.written)) return undefined;
    views.setInt(RING.read, read + 1);
    return views.int(RING.records + (read & (RING_COMMANDS - 1)) * COMMAND_BYTES + 4);
  };
}

test("commands arrive whole and in order, round and round", () => {
  const views = new MemoryViews(new ArrayBuffer(HEAP_BASE));
  const ring = new RingWriter(views.ints);
  const command = new CommandRecord();
  const next = reader(views);
  let expected = 0;
  for (let sent = 0; sent < RING_COMMANDS * 3; sent++) {
    expect(ring.push(command.parameter(sent, sent / 2).words)).toBe(true);
    if (sent % 3 !== 0)
      for (let i = 0; i < 2; i++) {
        const got = next();
        if (got !== undefined) expect(got).toBe(expected++);
      }
  }
  expect(ring.waiting).toBe(RING_COMMANDS * 3 - expected);
});

test("what a full ring can't take waits and keeps its place", () => {
  const views = new MemoryViews(new ArrayBuffer(HEAP_BASE));
  const link = new DirectLink(views);
  const command = new CommandRecord();
  const next = reader(views);
  const count = RING_COMMANDS + 100;
  for (let sent = 0; sent < count; sent++) link.push(command.parameter(sent, 0).words);
  const got: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let value = next(); value !== undefined; value = next()) got.push(value);
    link.flush();
  }
  expect(got).toEqual(Array.from({ length: count }, (_, place) => place));
});
