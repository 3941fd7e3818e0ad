import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldToStereo } from "./sample-pool.ts";
import { decodeWav, encodeWav, isWav } from "./wav.ts";

const sounds = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 8_000, max: 192_000 }))
  .chain(([channels, frames, sampleRate]) =>
    fc.record({
      sampleRate: fc.constant(sampleRate),
      channels: fc.array(fc.float32Array({ minLength: frames, maxLength: frames, min: -1, max: 1, noNaN: true }), {
        minLength: channels,
        maxLength: channels,
      }),
    }),
  );

describe.each([
  ["16", 1 / 0x8000],
  ["24", 1 / 0x80_0000],
  ["32f", 0],
] as const)("%s bits", (format, step) => {
  test("what is written is read again within half a step", () => {
    fc.assert(
      fc.property(sounds, (sound) => {
        const read = decodeWav(encodeWav(sound, format).buffer);
        if (!read.ok) throw new Error(read.reason);
        expect(read.value.sampleRate).toBe(sound.sampleRate);
        expect(read.value.channels.length).toBe(sound.channels.length);
        sound.channels.forEach((channel, place) => {
          expect(read.value.channels[place]?.length).toBe(channel.length);
          channel.forEach((value, at) => {
            const wanted = Math.min(value, 1 - step);
            expect(Math.abs((read.value.channels[place]?.[at] ?? 9) - wanted)).toBeLessThanOrEqual(step / 2);
          });
        });
      }),
    );
  });
});

test("writes the header every player knows", () => {
  const bytes = encodeWav({ sampleRate: 48_000, channels: [new Float32Array([0.5]), new Float32Array([-1])] });
  const view = new DataView(bytes.buffer);
  expect(bytes.length).toBe(48);
  expect([view.getUint32(4, true), view.getUint16(22, true), view.getUint32(40, true)]).toEqual([40, 2, 4]);
  expect([view.getInt16(44, true), view.getInt16(46, true)]).toEqual([0x4000, -0x8000]);
});

test("reads 8 and 32 bits and passes other chunks over", () => {
  const bytes = encodeWav({ sampleRate: 8_000, channels: [new Float32Array(4)] }, "32f");
  const view = new DataView(bytes.buffer);
  view.setUint16(20, 1, true);
  view.setInt32(44, 0x4000_0000, true);
  const read = decodeWav(bytes.buffer);
  expect(read.ok && read.value.channels[0]?.[0]).toBe(0.5);
  view.setUint16(34, 8, true);
  view.setUint8(44, 192);
  const eight = decodeWav(bytes.buffer);
  expect(eight.ok && [eight.value.channels[0]?.length, eight.value.channels[0]?.[0]]).toEqual([16, 0.5]);
  const withChunk = new Uint8Array(bytes.length + 12);
  withChunk.set(bytes.subarray(0, 12));
  withChunk.set([0x73, 0x6d, 0x70, 0x6c, 3, 0, 0, 0, 1, 2, 3, 0], 12);
  withChunk.set(bytes.subarray(12), 24);
  expect(decodeWav(withChunk.buffer)).toEqual(eight);
});

test("refuses what it can't read, whatever the bytes", () => {
  expect(isWav(new ArrayBuffer(4))).toBe(false);
  expect(decodeWav(new ArrayBuffer(0)).ok).toBe(false);
  const bytes = encodeWav({ sampleRate: 8_000, channels: [new Float32Array(4)] });
  new DataView(bytes.buffer).setUint16(20, 17, true);
  const refusal = decodeWav(bytes.buffer);
  expect(!refusal.ok && refusal.reason).toContain("format 17");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(47), (noise, cut) => {
      const start = bytes.slice(0, cut);
      const mixed = new Uint8Array(start.length + noise.length);
      mixed.set(start);
      mixed.set(noise, start.length);
      decodeWav(mixed.buffer);
    }),
  );
});

test("six channels fold down without the low-frequency one", () => {
  const one = (value: number) => new Float32Array([value]);
  const { channels } = foldToStereo({ sampleRate: 1, channels: [one(1), one(0), one(1), one(9), one(0), one(1)] });
  expect(channels[0]?.[0]).toBeCloseTo(1 + Math.SQRT1_2, 6);
  expect(channels[1]?.[0]).toBeCloseTo(2 * Math.SQRT1_2, 6);
});
