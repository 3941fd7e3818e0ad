import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeWav } from "#audio/sounds/wav.ts";
import { decodeSound } from "./decode.ts";

const file = (name: string): ArrayBuffer =>
  new Uint8Array(readFileSync(new URL(`../../../test/golden/sound/${name}`, import.meta.url))).buffer;

/** How often the wave rises through zero in a second. */
function pitch(samples: Float32Array, sampleRate: number): number {
  const middle = samples.subarray(Math.floor(samples.length * 0.25), Math.floor(samples.length * 0.75));
  let rises = 0;
  for (let i = 1; i < middle.length; i++) if ((middle[i - 1] ?? 0) < 0 && (middle[i] ?? 0) >= 0) rises++;
  return (rises * sampleRate) / middle.length;
}

describe.each(["tone.mp3", "tone.flac", "tone.ogg", "tone.opus"])("%s", (name) => {
  test("is a second's third of 440 Hz on both sides", async () => {
    const sound = await decodeSound(file(name), name);
    if (!sound.ok) throw new Error(sound.reason);
    const { channels, sampleRate } = sound.value;
    expect(channels).toHaveLength(2);
    for (const channel of channels) {
      expect(channel.length / sampleRate).toBeGreaterThan(0.28);
      expect(channel.length / sampleRate).toBeLessThan(0.4);
      expect(Math.abs(pitch(channel, sampleRate) - 440)).toBeLessThan(10);
    }
  });
  test("cut short it is refused or shorter, never an exception", async () => {
    const sound = await decodeSound(file(name).slice(0, 90), name);
    if (!sound.ok) expect(sound.reason).toContain(name);
    else expect(sound.value.channels[0]?.length).toBeLessThan(10_000);
  });
});

test("a WAV gives exactly its samples", async () => {
  const channels = [new Float32Array([0, 0.5, -1]), new Float32Array([0.25, 0, 1])];
  const sound = await decodeSound(encodeWav({ sampleRate: 44_100, channels }, "32f").buffer, "a.wav");
  expect(sound.ok && sound.value).toEqual({ sampleRate: 44_100, channels });
});

test("says plainly what it can't read", async () => {
  const text = await decodeSound(new TextEncoder().encode("nothing of the kind").buffer, "notes.txt");
  expect(!text.ok && text.reason).toContain("“notes.txt” is in no sound format");
  const video = await decodeSound(new TextEncoder().encode("....ftypisom").buffer, "clip.mp4");
  expect(!video.ok && video.reason).toContain("video “clip.mp4”");
});
