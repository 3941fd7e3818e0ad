import { type SoundKind, soundKind } from "#audio/node/sound-kind.ts";
import { type DecodedSound, foldToStereo } from "#audio/sounds/sample-pool.ts";
import { decodeWav } from "#audio/sounds/wav.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";

interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

interface Decoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
  free(): void;
}

/** Decoders that take a whole file at once, each loaded when a file first needs it. */
const DECODERS: Partial<Record<SoundKind, () => Promise<Decoder>>> = {
  mp3: async () => new (await import("mpg123-decoder")).MPEGDecoder(),
  flac: async () => wholeFile(new (await import("@wasm-audio-decoders/flac")).FLACDecoder()),
  vorbis: async () => wholeFile(new (await import("@wasm-audio-decoders/ogg-vorbis")).OggVorbisDecoder()),
  opus: async () => wholeFile(new (await import("ogg-opus-decoder")).OggOpusDecoder()),
};

interface FileDecoder {
  readonly ready: Promise<void>;
  decodeFile(bytes: Uint8Array): Promise<Decoded>;
  free(): void;
}

function wholeFile(decoder: FileDecoder): Decoder {
  return {
    ready: decoder.ready,
    decode: (bytes) => decoder.decodeFile(bytes),
    free: () => decoder.free(),
  };
}

/** Decodes a sound file outside a browser: WAV, MP3, FLAC, Ogg Vorbis and Ogg Opus. `name` is for what it says when it refuses. */
export async function decodeSound(bytes: ArrayBuffer, name: string): Promise<Outcome<DecodedSound>> {
  const kind = soundKind(bytes);
  if (kind === "wav") {
    const wav = decodeWav(bytes);
    return wav.ok ? done(foldToStereo(wav.value)) : refused(`“${name}” can't be played: ${wav.reason}`);
  }
  if (kind === "video")
    return refused(
      `The sound of the video “${name}” can only be decoded in the app. A WAV of it beside it would play.`,
    );
  const make = DECODERS[kind];
  if (!make) return refused(`“${name}” is in no sound format we can decode. WAV, MP3, FLAC and Ogg work.`);
  const decoder = await make();
  try {
    await decoder.ready;
    const { channelData, samplesDecoded, sampleRate } = await decoder.decode(new Uint8Array(bytes));
    if (samplesDecoded < 1) return refused(`“${name}” is damaged: no sound could be decoded from it.`);
    const channels = channelData.map((channel) => channel.slice(0, samplesDecoded));
    return done(foldToStereo({ sampleRate, channels }));
  } catch {
    return refused(`“${name}” is damaged: no sound could be decoded from it.`);
  } finally {
    decoder.free();
  }
}
