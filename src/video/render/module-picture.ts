import type { TextureSource } from "pixi.js";
import type { GraphParameter, GraphPass } from "#video/graph/video-graph.ts";
import { effectShape, uniformName } from "./fragment-source.ts";
import type { FrameSource, FrameTime, SignalSource, SourceContext, VoicesSource } from "./frame-source.ts";
import type { Effect, Program } from "./program.ts";
import type { Lease } from "./render-targets.ts";
import type { TelemetryReader } from "./telemetry-reader.ts";

/** What makes the pictures that come from outside the shaders, by the kind of a definition's `video`. */
export interface SourceFactories {
  clip(context: SourceContext): FrameSource;
  image(context: SourceContext): FrameSource;
  voices(context: SourceContext): VoicesSource;
  signal(context: SourceContext, kind: "waveform" | "spectrum"): SignalSource;
}

export type ModuleSource =
  | { readonly kind: "frame"; readonly source: FrameSource }
  | { readonly kind: "voices"; readonly source: VoicesSource }
  | { readonly kind: "signal"; readonly source: SignalSource };

/** What the renderer keeps of a module from frame to frame. */
export class ModulePicture {
  pass: GraphPass;
  program: Program | undefined;
  effect: Effect | undefined;
  source: ModuleSource | undefined;
  /** This frame's picture while somebody still reads it. */
  current: Lease | null = null;
  /** The picture of the frame before, for feedback and rings. */
  kept: Lease | null = null;
  /** Readers of this frame's picture, and whether the next frame reads it too. */
  readers = 0;
  keeps = false;
  /** Integral of `speed`. */
  phase = 0;
  #values: Float64Array;
  #places: ReadonlyMap<string, number>;

  constructor(pass: GraphPass) {
    this.pass = pass;
    this.#values = new Float64Array(pass.parameters.length);
    this.#places = placesOf(pass.parameters);
  }

  /** Takes the module's new settings. The caller makes a new one when {@link canTake} says no. */
  take(pass: GraphPass): void {
    if (pass.parameters.length !== this.#values.length) this.#values = new Float64Array(pass.parameters.length);
    this.#places = placesOf(pass.parameters);
    this.pass = pass;
  }

  canTake(pass: GraphPass): boolean {
    return pass.type === this.pass.type && "fragment" in pass.video === "fragment" in this.pass.video;
  }

  shape() {
    const { video, parameters, inputs } = this.pass;
    return effectShape(
      video,
      parameters.map(({ key }) => key),
      inputs.map(({ key }) => key),
    );
  }

  /** Reads all parameters for this frame. */
  readValues(telemetry: TelemetryReader): void {
    this.pass.parameters.forEach(({ base, address }, place) => {
      this.#values[place] = telemetry.value(address) ?? base;
    });
  }

  value(key: string): number {
    const value = this.#values[this.#places.get(key) ?? -1];
    if (value === undefined) throw new Error(`${this.pass.type} has no parameter “${key}”`);
    return value;
  }

  /** The option a choice stands at, undefined where there is no such choice. */
  option(key: string): string | undefined {
    const place = this.#places.get(key);
    return place === undefined
      ? undefined
      : this.pass.parameters[place]?.options?.[Math.round(this.#values[place] ?? 0)];
  }

  /** Hands the frame's values to the shader. */
  setUniforms(effect: Effect, frame: FrameTime, seconds: number, beat: number): void {
    const speed = this.#places.get("speed");
    if (speed !== undefined) this.phase += (this.#values[speed] ?? 0) * frame.deltaSeconds;
    effect.set("uTime", seconds);
    effect.set("uDelta", frame.deltaSeconds);
    effect.set("uBeat", beat);
    effect.set("uSeed", this.pass.seed);
    effect.set("uPhase", this.phase);
    this.pass.parameters.forEach(({ key }, place) => {
      effect.set(uniformName(key), this.#values[place] ?? 0);
    });
  }

  /** Hands the pictures that come in to the shader; `pictures` in the order of the inputs. */
  setInputs(effect: Effect, pictures: readonly (TextureSource | null)[], empty: TextureSource): void {
    this.pass.inputs.forEach(({ key }, place) => {
      const picture = pictures[place] ?? null;
      effect.setTexture(uniformName(key), picture ?? empty);
      effect.set(`${uniformName(key)}Connected`, picture ? 1 : 0);
    });
    if (this.pass.video.kind === "feedback") effect.setTexture("uPrevious", this.kept?.texture ?? empty);
    if (this.source?.kind === "signal") {
      const { source } = this.source;
      effect.setTexture("uSignal", source.texture() ?? empty);
      effect.setTexture("uTrace", source.trace() ?? empty);
      effect.set("uTrigger", source.trigger());
      effect.set("uNewest", source.newest());
    }
  }

  destroy(): void {
    this.effect?.destroy();
    this.source?.source.destroy();
  }
}

const placesOf = (parameters: readonly GraphParameter[]) => new Map(parameters.map(({ key }, place) => [key, place]));
