import { VOICE_WORD, VOICE_WORDS } from "#engine/telemetry.ts";
import type { SourceContext, VoiceLayer, VoicesSource } from "#video/render/frame-source.ts";
import type { ClipAim } from "./aim.ts";
import { assetIn, type ClipScreen, createClipScreen, framesBetween, loadClip, reportFailure } from "./clip-source.ts";
import { frameIndexAt } from "./decode.ts";
import type { Playhead } from "./frames.ts";
import { type ClipMode, regionBetween } from "./position.ts";
import type { Clip } from "./store.ts";

/** The most voices drawn at once. */
const MOST_LAYERS = 4;

/** Serials of voices wrap here. */
const SERIAL_WRAP = 2 ** 20;

/** The modes of a sampler, in the order of its options. */
const FOLDS: readonly ClipMode[] = ["once", "once", "loop"];

/** A voice that sounds. */
export interface SoundingVoice {
  /** Its place among the sampler's voices. */
  readonly voice: number;
  /** 0 to 1. */
  readonly gain: number;
  /** Of the clip, at the playhead. */
  readonly seconds: number;
  /** Seconds of clip a second, signed. */
  readonly speed: number;
}

/** The youngest voices that sound, at most four, the youngest last, from the words a sampler publishes. */
export function soundingVoices(words: Float32Array | null): readonly SoundingVoice[] {
  const sounding: (SoundingVoice & { serial: number })[] = [];
  const voices = words ? Math.floor(words.length / VOICE_WORDS) : 0;
  for (let voice = 0; voice < voices; voice++) {
    const word = (key: keyof typeof VOICE_WORD) => words?.[voice * VOICE_WORDS + VOICE_WORD[key]] ?? 0;
    if (!(word("gain") > 0)) continue;
    sounding.push({
      voice,
      gain: Math.min(1, word("gain")),
      seconds: word("seconds"),
      speed: word("speed"),
      serial: word("serial"),
    });
  }
  const youth = (serial: number, than: number) => {
    const later = (((serial - than) % SERIAL_WRAP) + SERIAL_WRAP) % SERIAL_WRAP;
    return later < SERIAL_WRAP / 2 ? later : later - SERIAL_WRAP;
  };
  return sounding.sort((a, b) => youth(a.serial, b.serial)).slice(-MOST_LAYERS);
}

/** A place where a voice is drawn; it stays with its voice while that sounds. */
interface Stage {
  readonly playhead: Playhead;
  readonly screen: ClipScreen;
  voice: number | undefined;
  gain: number;
}

/** The pictures of a sampler's voices, each at the playhead of its sound. A sampler with a sound but no clip shows nothing. */
export function createVoicesSource(context: SourceContext): VoicesSource {
  const chosen = assetIn(context.content, "clip");
  const asset = chosen ?? assetIn(context.content, "asset");
  const report = reportFailure(context);
  let clip: Clip | undefined;
  let stages: readonly Stage[] = [];
  let standby: Playhead | undefined;
  let shown: readonly Stage[] = [];
  let isDestroyed = false;

  async function open(): Promise<void> {
    if (asset === undefined) return;
    const opened = await loadClip(context, asset, chosen === undefined);
    if (isDestroyed) {
      opened?.close();
      return;
    }
    if (!opened) return;
    clip = opened;
    standby = opened.playhead();
    stages = Array.from({ length: MOST_LAYERS }, () => ({
      playhead: opened.playhead(),
      screen: createClipScreen(),
      voice: undefined,
      gain: 0,
    }));
    follow(opened);
  }
  const opening = open();

  function goal(on: Clip, seconds: number, speed: number): ClipAim {
    const shortest = on.duration / on.starts.length;
    const region = regionBetween(context.parameter("start"), context.parameter("end"), on.duration, shortest);
    const { first, last } = framesBetween(on.starts, region.from, region.to);
    const index = frameIndexAt(on.starts, seconds);
    return {
      index,
      direction: speed < 0 ? -1 : 1,
      first: Math.min(first, index),
      last: Math.max(last, index),
      mode: FOLDS[context.parameter("mode")] ?? "once",
    };
  }

  /** Where the next note begins is kept ready. */
  function getReady(on: Clip): void {
    const speed = context.parameter("speed");
    const share = speed < 0 ? Math.max : Math.min;
    const begins = share(context.parameter("start"), context.parameter("end")) * on.duration;
    standby?.aim(goal(on, begins, speed));
  }

  function follow(on: Clip): void {
    const voices = soundingVoices(context.words());
    const kept = new Map(stages.filter(({ voice }) => voice !== undefined).map((stage) => [stage.voice, stage]));
    const isHeard = (stage: Stage) => voices.some(({ voice }) => voice === stage.voice);
    const free = stages.filter((stage) => !isHeard(stage));
    shown = voices.flatMap(({ voice, gain, seconds, speed }) => {
      const stage = kept.get(voice) ?? free.pop();
      if (!stage) return [];
      stage.voice = voice;
      stage.gain = gain;
      stage.playhead.aim(goal(on, seconds, speed));
      stage.screen.show(stage.playhead.frame());
      return [stage];
    });
    for (const stage of free) stage.voice = undefined;
    getReady(on);
  }

  return {
    update() {
      if (!clip) return;
      follow(clip);
      report(clip);
    },
    texture: () => null,
    layers: () =>
      shown.flatMap(({ screen, gain }): VoiceLayer[] => {
        const texture = screen.texture();
        return texture ? [{ texture, gain }] : [];
      }),
    async settle() {
      await opening;
      if (isDestroyed || !clip) return;
      follow(clip);
      await Promise.all(shown.map(({ playhead }) => playhead.exact()));
    },
    destroy() {
      isDestroyed = true;
      for (const { playhead, screen } of stages) {
        screen.destroy();
        playhead.release();
      }
      standby?.release();
      clip?.close();
    },
  };
}
