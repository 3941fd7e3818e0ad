import type { ModuleId } from "./patch.ts";

/**
 * Where the audio host publishes what the screen shows. Addresses are byte offsets of f32 words in its memory; they hold until `epoch` changes.
 * The picture's worker reads the same memory where it is shared, and a copy sent once a frame where it is not.
 */
export interface TelemetryMap {
  readonly epoch: number;
  /** Address of the last value of a control output or of a moved parameter, by `module.key` ({@link telemetryKey}). */
  readonly values: Readonly<Record<string, number>>;
  /** Address of the words a module's kernel publishes, by module id. */
  readonly words: Readonly<Record<ModuleId, number>>;
}

/** The name a module's value goes by in a {@link TelemetryMap}. */
export const telemetryKey = (module: ModuleId, key: string): string => `${module}.${key}`;

/**
 * Frames of sound a scope-like kernel publishes. Its words: how many frames it has written (wraps at 2^24), then so many of left, then
 * so many of right, as rings.
 */
export const WAVEFORM_FRAMES = 2_048;

/** Words a sampler publishes for each of its 16 voices, in this order. */
export const VOICE_WORDS = 4;
/** Place of each of those words. */
export const VOICE_WORD = {
  /** Envelope × velocity, 0 when the voice is free. */
  gain: 0,
  /** Playhead in seconds of the clip. */
  seconds: 1,
  /** Seconds of clip a second, signed. */
  speed: 2,
  /** Rises with each note, so the youngest voice is known. Wraps at 2^20. */
  serial: 3,
} as const;

/** What the picture and the interface read from, whoever runs the host. */
export interface TelemetrySource {
  /** The host's memory, shared; or a copy of the telemetry region that is renewed once a frame (then `base` is its first address). */
  memory(): { readonly buffer: ArrayBufferLike; readonly base: number };
  map(): TelemetryMap;
  /** Called when the map changes. Returns the function that ends it. */
  onMap(listener: (map: TelemetryMap) => void): () => void;
}
