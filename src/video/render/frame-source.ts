import type { TextureSource, WebGLRenderer } from "pixi.js";
import type { Content } from "#engine/module-definition.ts";
import type { AssetId } from "#engine/patch.ts";

/** The moment a frame is drawn for: what will be heard when it is seen. */
export interface FrameTime {
  /** Sample frames since the engine began; the master clock, at 48 000 a second. */
  readonly samples: number;
  /** Transport position, 960 a beat. */
  readonly tick: number;
  readonly bpm: number;
  /** Since the frame before; 0 for the first. */
  readonly deltaSeconds: number;
}

/** A picture that comes from outside the shaders: a clip, an image, the sampler's voices, a signal. Lives in the picture's worker. */
export interface FrameSource {
  /** Called once a frame before passes draw. */
  update(frame: FrameTime): void;
  /** What this module draws from now; null while nothing is there. Its first row is the top of the picture. */
  texture(): TextureSource | null;
  /** Resolves when the exact picture of this moment can be drawn. Only offline rendering waits for it; live the last picture there is is shown. */
  settle?(frame: FrameTime): Promise<void>;
  /** Frees textures and decoders. Nothing is called after it. */
  destroy(): void;
}

/** One of the sampler's voices: drawn over the ones before it. */
export interface VoiceLayer {
  readonly texture: TextureSource;
  /** 0 to 1. */
  readonly gain: number;
}

/** `texture()` of such a source is null; the layers are what it shows, the youngest last, at most four. */
export interface VoicesSource extends FrameSource {
  layers(): readonly VoiceLayer[];
}

/** What a `signal` fragment sees, see `VideoRealisation`. `texture()` is `uSignal`; its first row is v = 0. */
export interface SignalSource extends FrameSource {
  /** `uTrace`, where there is one; its first row is v = 0. */
  trace(): TextureSource | null;
  /** `uTrigger`, 0 to 0.5. */
  trigger(): number;
  /** `uNewest`, 0 to 1. */
  newest(): number;
}

/** What the renderer hands a source of one module. */
export interface SourceContext {
  readonly renderer: WebGLRenderer;
  /** The content at creation; a source is made anew when it changes. */
  readonly content: Content;
  /** The parameter's value now, in its unit, with modulation. Throws on a key the definition lacks. */
  parameter(key: string): number;
  /** The words the module's kernel publishes, a view that is good until the next frame; null while there are none. */
  words(): Float32Array | null;
  /** The bytes of an asset of the patch, undefined when it can't be had. */
  load(asset: AssetId): Promise<ArrayBuffer | undefined>;
  /** Puts a sentence on the module, or takes it back with undefined. */
  problem(message: string | undefined): void;
}
