import { type AssetId, type ModuleId, TICKS_PER_BEAT } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { EMPTY_GRAPH, type GraphPass, type Picture, type VideoGraph } from "#video/graph/video-graph.ts";
import { uniformName } from "./fragment-source.ts";
import type { FrameTime, SourceContext } from "./frame-source.ts";
import { ModulePicture, type ModuleSource, type SourceFactories } from "./module-picture.ts";
import { Effect } from "./program.ts";
import type { Lease, TargetFormat } from "./render-targets.ts";
import { type Fit, type Place, Surface } from "./surface.ts";
import { TelemetryReader } from "./telemetry-reader.ts";

export interface RendererOptions {
  /** What the picture is shown on; nobody else draws on it. */
  readonly canvas: OffscreenCanvas | HTMLCanvasElement;
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  readonly sources: SourceFactories;
  load(asset: AssetId): Promise<ArrayBuffer | undefined>;
  /** A sentence about a module, or undefined once it is well again. */
  problem(module: ModuleId, message: string | undefined): void;
}

/** A module's preview, and where it goes on the canvas. */
export interface PreviewPlace extends Place {
  readonly module: ModuleId;
}

/** Draws a video graph, pass by pass, into textures and shows the last one. Knows neither patch nor page. */
export class PictureRenderer {
  readonly telemetry = new TelemetryReader();
  readonly #options: RendererOptions;
  readonly #surface: Surface;
  readonly #modules = new Map<ModuleId, ModulePicture>();
  readonly #problems = new Set<ModuleId>();
  #order: ModulePicture[] = [];
  #graph: VideoGraph = EMPTY_GRAPH;
  #final: Lease | null = null;

  static async create(options: RendererOptions): Promise<PictureRenderer> {
    return new PictureRenderer(await Surface.create(options.canvas, options.width, options.height), options);
  }

  private constructor(surface: Surface, options: RendererOptions) {
    this.#surface = surface;
    this.#options = options;
  }

  get width(): number {
    return this.#surface.width;
  }

  get height(): number {
    return this.#surface.height;
  }

  /** True where a processor does the graphics card's work. */
  get isSoftware(): boolean {
    return this.#surface.isSoftware;
  }

  get passCount(): number {
    return this.#order.length;
  }

  /** Draws this graph from the next frame on. Modules that stay keep their past. */
  setGraph(graph: VideoGraph): void {
    const gone = new Set(this.#modules.keys());
    this.#order = graph.passes.map((pass) => {
      const before = this.#modules.get(pass.module);
      gone.delete(pass.module);
      if (!before?.canTake(pass)) return this.#made(pass);
      this.#update(before, pass);
      return before;
    });
    for (const id of gone) this.#remove(id);
    this.#graph = graph;
    this.#countReaders();
  }

  /** New base values of one module, in the order of its parameters. */
  setValues(module: ModuleId, values: readonly number[]): void {
    const picture = this.#modules.get(module);
    const changed = (pass: GraphPass): GraphPass => ({
      ...pass,
      parameters: pass.parameters.map((parameter, place) => ({ ...parameter, base: values[place] ?? parameter.base })),
    });
    if (picture) picture.take(changed(picture.pass));
    if (this.#graph.output?.module === module)
      this.#graph = { ...this.#graph, level: { ...this.#graph.level, base: values[0] ?? this.#graph.level.base } };
  }

  /** Changes the picture's size; what modules remember is scaled with it. */
  resize(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    for (const { effect } of this.#order) effect?.detach();
    this.#surface.resize(width, height);
    if (this.#final) this.#final = this.#surface.rescaled(this.#final);
    for (const picture of this.#order) if (picture.kept) picture.kept = this.#surface.rescaled(picture.kept);
  }

  /** Waits until all shaders are compiled and every clip has the frame of this moment. Only offline rendering does. */
  async settle(frame: FrameTime): Promise<void> {
    this.#surface.programs.finishAll();
    for (const picture of this.#order) picture.readValues(this.telemetry);
    await Promise.all(this.#order.map(({ source }) => source?.source.settle?.(frame)));
  }

  /** Draws all passes, and the previews that are due straight onto the canvas. Show the picture afterwards with {@link show}. */
  draw(frame: FrameTime, previews: readonly PreviewPlace[] = []): void {
    this.#surface.programs.poll();
    if (this.#final) this.#surface.targets.release(this.#final);
    this.#final = null;
    for (const picture of this.#order) {
      picture.readValues(this.telemetry);
      this.#drawModule(picture, frame);
      this.#drawPreviews(previews, picture);
    }
    for (const place of previews) if (!this.#shownBy(place.module)) this.#surface.drawSmall(this.#surface.empty, place);
    const shows = this.#graph.output?.shows;
    if (shows) this.#final = this.#modules.get(shows.module)?.current ?? null;
  }

  /** Draws the picture onto the canvas, at the output's level. */
  show(): void {
    this.#surface.show(this.#final?.texture ?? this.#surface.empty, this.#level);
  }

  /** The shown picture's pixels as RGBA, its top row first. Waits for the graphics card. */
  readPixels(): Uint8ClampedArray<ArrayBuffer> {
    return this.#surface.readPixels(this.#final?.texture ?? this.#surface.empty, this.#level);
  }

  /** What a module that sees its past keeps for the next frame, as floats with the bottom row first; undefined for others. */
  readKept(module: ModuleId): Float32Array | undefined {
    const kept = this.#modules.get(module)?.kept;
    return kept ? this.#surface.readFloats(kept.texture) : undefined;
  }

  /** True while shaders are still on their way. */
  get compiling(): boolean {
    return this.#order.some(({ program }) => program?.state === "waiting" || program?.state === "compiling");
  }

  /** Marks what the graphics card was asked for up to here; ask {@link passed} later. */
  fence(): WebGLSync | null {
    return this.#surface.fence();
  }

  /** Whether the card has come past a mark; the mark is gone then. */
  passed(fence: WebGLSync): boolean {
    return this.#surface.passed(fence);
  }

  destroy(): void {
    for (const id of [...this.#modules.keys()]) this.#remove(id);
    this.#order = [];
    this.#surface.destroy();
  }

  get #level(): number {
    const { level } = this.#graph;
    return this.telemetry.value(level.address) ?? level.base;
  }

  #made(pass: GraphPass): ModulePicture {
    this.#remove(pass.module);
    const picture = new ModulePicture(pass);
    this.#modules.set(pass.module, picture);
    this.#equip(picture);
    return picture;
  }

  #update(picture: ModulePicture, pass: GraphPass): void {
    const { video, content } = picture.pass;
    const sameSource = JSON.stringify(content) === JSON.stringify(pass.content);
    const sameShader =
      "fragment" in video && "fragment" in pass.video ? video.fragment === pass.video.fragment : !("fragment" in video);
    picture.take(pass);
    if (!sameShader) {
      picture.effect?.destroy();
      picture.effect = undefined;
      picture.program = undefined;
    }
    if (!sameSource) {
      picture.source?.source.destroy();
      picture.source = undefined;
    }
    this.#equip(picture);
  }

  /** Gives a module the shader and the source it draws with. */
  #equip(picture: ModulePicture): void {
    const shape = picture.program ? undefined : picture.shape();
    if (shape) picture.program = this.#surface.programs.of(shape);
    picture.source ??= this.#source(picture);
  }

  #source(picture: ModulePicture): ModuleSource | undefined {
    const { video, content, module, words } = picture.pass;
    const { sources, load, problem } = this.#options;
    const context: SourceContext = {
      renderer: this.#surface.renderer,
      content: content ?? {},
      parameter: (key) => picture.value(key),
      words: () => this.telemetry.words(picture.pass.words.address, words.count),
      load: (asset) => load(asset),
      problem: (message) => problem(module, message),
    };
    if (video.kind === "clip" || video.kind === "image") return { kind: "frame", source: sources[video.kind](context) };
    if (video.kind === "voices") return { kind: "voices", source: sources.voices(context) };
    if (video.kind === "signal") return { kind: "signal", source: sources.signal(context, video.source) };
    return undefined;
  }

  #remove(id: ModuleId): void {
    const picture = this.#modules.get(id);
    if (!picture) return;
    if (picture.kept) this.#surface.targets.release(picture.kept);
    picture.destroy();
    this.#modules.delete(id);
    if (this.#problems.delete(id)) this.#options.problem(id, undefined);
  }

  #countReaders(): void {
    for (const picture of this.#order) {
      picture.readers = 0;
      picture.keeps = picture.pass.video.kind === "feedback";
    }
    const count = (shown: Picture | null | undefined) => {
      const picture = shown && this.#modules.get(shown.module);
      if (!picture) return;
      if (shown.previous) picture.keeps = true;
      else picture.readers++;
    };
    for (const { pass } of this.#order) for (const { picture } of pass.inputs) count(picture);
    count(this.#graph.output?.shows);
    for (const picture of this.#order) {
      if (picture.keeps || !picture.kept) continue;
      this.#surface.targets.release(picture.kept);
      picture.kept = null;
    }
  }

  #drawModule(picture: ModulePicture, frame: FrameTime): void {
    const inputs = picture.pass.inputs.map(({ picture: shown }) => this.#leaseOf(shown));
    const result =
      picture.source && picture.source.kind !== "signal"
        ? this.#drawSource(picture, picture.source, frame)
        : this.#drawEffect(picture, inputs, frame);
    // One reader more while previews are drawn from it; taken back in #drawPreviews.
    if (result) result.uses += picture.readers + (picture.keeps ? 1 : 0) + 1;
    picture.pass.inputs.forEach(({ picture: shown }, place) => {
      const lease = inputs[place];
      if (lease && shown && !shown.previous) this.#surface.targets.release(lease);
    });
    if (picture.kept) this.#surface.targets.release(picture.kept);
    picture.kept = picture.keeps ? result : null;
    picture.current = result;
  }

  #leaseOf(shown: Picture | null): Lease | null {
    const picture = shown && this.#modules.get(shown.module);
    if (!picture) return null;
    return shown.previous ? picture.kept : picture.current;
  }

  /** The module's picture without readers yet; the first input as it is while the shader isn't there. */
  #drawEffect(picture: ModulePicture, inputs: readonly (Lease | null)[], frame: FrameTime): Lease | null {
    const effect = this.#effectOf(picture);
    if (!effect) return inputs.find((lease) => lease !== null) ?? null;
    if (picture.source) picture.source.source.update(frame);
    picture.setUniforms(effect, frame, frame.samples / SAMPLE_RATE, frame.tick / TICKS_PER_BEAT);
    picture.setInputs(
      effect,
      inputs.map((lease) => lease?.texture ?? null),
      this.#surface.empty,
    );
    const format: TargetFormat = picture.keeps ? "rgba16float" : "rgba8unorm";
    if (picture.pass.video.kind !== "separable") return this.#surface.drawn(effect, format);
    effect.setDirection(1, 0);
    const across = this.#surface.drawn(effect, format);
    across.uses = 1;
    effect.setTexture(uniformName(picture.pass.inputs[0]?.key ?? ""), across.texture);
    effect.setDirection(0, 1);
    const both = this.#surface.drawn(effect, format);
    this.#surface.targets.release(across);
    return both;
  }

  #effectOf(picture: ModulePicture): Effect | undefined {
    const { program } = picture;
    if (!program) return undefined;
    const { module, type } = picture.pass;
    if (program.state === "failed" && !this.#problems.has(module)) {
      const message = `The shader of ${type} doesn't compile: ${program.error}`;
      this.#problems.add(module);
      this.#options.problem(module, message);
    }
    if (program.state !== "ready") return undefined;
    picture.effect ??= new Effect(program, this.#surface.empty);
    return picture.effect;
  }

  #drawSource(
    picture: ModulePicture,
    source: Exclude<ModuleSource, { kind: "signal" }>,
    frame: FrameTime,
  ): Lease | null {
    source.source.update(frame);
    const layers = source.kind === "voices" ? source.source.layers() : [{ texture: source.source.texture(), gain: 1 }];
    const named = picture.option("fit");
    const fit: Fit = named === "contain" || named === "stretch" ? named : "cover";
    const scale = picture.pass.parameters.some(({ key }) => key === "scale") ? picture.value("scale") : 1;
    let result: Lease | null = null;
    for (const { texture, gain } of layers)
      if (texture) result = this.#surface.layer(result, texture, gain, fit, scale);
    return result;
  }

  /** The module whose picture a preview shows. */
  #shownBy(module: ModuleId): ModuleId | undefined {
    return this.#graph.previews.find((preview) => preview.module === module)?.shows?.module;
  }

  #drawPreviews(previews: readonly PreviewPlace[], picture: ModulePicture): void {
    for (const place of previews)
      if (this.#shownBy(place.module) === picture.pass.module)
        this.#surface.drawSmall(picture.current?.texture ?? this.#surface.empty, place);
    if (picture.current) this.#surface.targets.release(picture.current);
  }
}
