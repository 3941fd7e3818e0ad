import type { WebGLRenderer } from "pixi.js";
import { beforeAll, describe, expect, test } from "vitest";
import { VOICE_WORDS } from "#engine/telemetry.ts";
import type { FrameTime, SourceContext } from "#video/render/frame-source.ts";
import { greyFrameIn, makeGreyClip } from "#video/testing/grey-clip.ts";
import { createVoicesSource, soundingVoices } from "./voices-source.ts";

let bytes: ArrayBuffer;
beforeAll(async () => {
  bytes = await makeGreyClip();
});

/** Words of 16 voices: gain, seconds, speed and serial of each that sounds. */
function wordsOf(voices: Record<number, readonly [number, number, number, number]>): Float32Array {
  const words = new Float32Array(16 * VOICE_WORDS);
  for (const [voice, four] of Object.entries(voices)) words.set(four, Number(voice) * VOICE_WORDS);
  return words;
}

describe("the voices that are drawn", () => {
  test("are the youngest four that sound, the youngest last", () => {
    const words = wordsOf({
      0: [1, 0, 1, 12],
      1: [0, 0, 1, 17],
      3: [0.5, 0, 1, 14],
      7: [1, 0, 1, 11],
      8: [1, 0, 1, 15],
      15: [1, 0, 1, 13],
    });
    expect(soundingVoices(words).map(({ voice }) => voice)).toEqual([0, 15, 3, 8]);
  });

  test("are told apart by age also where serials wrap", () => {
    const words = wordsOf({ 0: [1, 0, 1, 2], 1: [1, 0, 1, 2 ** 20 - 1], 2: [1, 0, 1, 1] });
    expect(soundingVoices(words).map(({ voice }) => voice)).toEqual([1, 2, 0]);
  });

  test("are none without sound", () => expect(soundingVoices(null)).toEqual([]));
});

describe("a sampler's picture", () => {
  /** A sampler whose sound publishes `words`; `draw` gives the frame and the gain of each layer, as an offline render has them. */
  function sampler(content: Record<string, unknown>, files: Record<number, ArrayBuffer> = { 2: bytes }) {
    const values: Record<string, number> = { mode: 1, speed: 1, start: 0, end: 1 };
    const problems: (string | undefined)[] = [];
    const state = { words: wordsOf({}) };
    const context: SourceContext = {
      // The source uses it only to know which store is its own.
      renderer: {} as WebGLRenderer,
      content,
      parameter: (key) => values[key] ?? Number.NaN,
      words: () => state.words,
      load: async (asset) => files[asset],
      problem: (message) => problems.push(message),
    };
    const source = createVoicesSource(context);
    let samples = 0;
    return {
      problems,
      destroy: () => source.destroy(),
      async draw(voices: Parameters<typeof wordsOf>[0]): Promise<[number, number][]> {
        state.words = wordsOf(voices);
        const frame: FrameTime = { samples, tick: 0, bpm: 120, deltaSeconds: samples ? 1 / 60 : 0 };
        samples += 800;
        await source.settle?.(frame);
        source.update(frame);
        return source.layers().map(({ texture, gain }) => [greyFrameIn(texture.resource), gain]);
      },
    };
  }

  test("follows the playheads of its sound, at their gain", async () => {
    const drum = sampler({ asset: 1, clip: 2 });
    expect(await drum.draw({})).toEqual([]);
    expect(await drum.draw({ 4: [1, 0, 1, 1] })).toEqual([[0, 1]]);
    expect(await drum.draw({ 4: [0.5, 0.5, 1, 1], 5: [1, 0.25, -2, 2] })).toEqual([
      [12, 0.5],
      [6, 1],
    ]);
    expect(await drum.draw({ 5: [0.25, 0.95, -2, 2] })).toEqual([[22, 0.25]]);
    expect(await drum.draw({ 5: [1, 7, 1, 2] })).toEqual([[23, 1]]);
    expect(await drum.draw({})).toEqual([]);
    expect(drum.problems).toEqual([]);
    drum.destroy();
  });

  test("comes from the sound's own file when that is a clip", async () => {
    const drum = sampler({ asset: 2, clip: null });
    expect(await drum.draw({ 0: [1, 0.75, 1, 1] })).toEqual([[18, 1]]);
    drum.destroy();
  });

  test("is missing without a word for a plain sound, and with one for a clip that can't be had", async () => {
    const sound = sampler({ asset: 1, clip: null }, { 1: new TextEncoder().encode("RIFF....WAVE").buffer });
    expect(await sound.draw({ 0: [1, 0, 1, 1] })).toEqual([]);
    expect(sound.problems).toEqual([]);
    sound.destroy();
    const lost = sampler({ asset: 1, clip: 9 });
    expect(await lost.draw({ 0: [1, 0, 1, 1] })).toEqual([]);
    expect(lost.problems).toEqual([expect.stringContaining("can't be found")]);
    lost.destroy();
  });
});
