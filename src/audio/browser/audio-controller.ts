import { BLOCK, HEAD } from "#audio/contract/kernel-abi.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { HOST, MEMORY_PAGES, TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import { AudioHost } from "#audio/host/audio-host.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import { DirectLink } from "#audio/wire/link.ts";
import { Publisher } from "#audio/wire/publisher.ts";
import { Readings } from "#audio/wire/readings.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { ModuleId } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import { BatchLink } from "./batch-link.ts";
import { Dropouts } from "./dropouts.ts";
import { heardTick, outputLatency } from "./heard-time.ts";
import { compileKernels, instantiateKernels } from "./kernels.ts";
import type { ModuleProblems } from "./module-problems.ts";
import { PageTelemetry } from "./page-telemetry.ts";
import { SampleSync } from "./sample-sync.ts";
import { SoundWatch } from "./sound-watch.ts";
import { createHostNode } from "./worklet-node.ts";
import type { ProcessorOptions, ToWorklet } from "./worklet-protocol.ts";

/** `off` until a gesture lets sound start; the clock then runs from the display. */
export type SoundState = "off" | "starting" | "running" | "failed";

export interface AudioControllerOptions {
  readonly engine: Engine;
  readonly assets: AssetSource;
  /** Hears what went wrong, in a sentence. */
  readonly onTrouble: (message: string) => void;
  /** Whether page and worklet share the memory. Default: where the page is isolated. */
  readonly shared?: boolean;
  /** Pages of memory, {@link MEMORY_PAGES} by default. */
  readonly pages?: number;
}

export interface AudioController {
  state(): SoundState;
  /** Returns the function that ends it. */
  onState(listener: () => void): () => void;
  /** Starts the sound. Must be called from a click or a key press. */
  start(): Promise<Outcome<void>>;
  /** Once an animation frame: while no sound runs, time goes on by the display's clock; always, the newest plan is followed up. */
  advance(nowMs: number): void;
  readonly live: LiveReadings & LiveDrive;
  readonly telemetry: TelemetrySource;
  /** The transport's tick in what is heard at a moment of the page's clock: draw the picture for it. */
  audibleTick(nowMs: number): number;
  /** Seconds from making a sound to hearing it. */
  latency(): number;
  /** Silences everything within 20 ms. */
  panic(): void;
  /** What keeps a module from sounding, in a sentence: media that can't be found or decoded. */
  problemOf(module: ModuleId): string | undefined;
  /** Hears of each module whose problem changed. Returns the function that ends it. */
  onProblem(listener: (module: ModuleId) => void): () => void;
  /** The page's audio context, once sound has started: to record from. */
  context(): AudioContext | undefined;
  /** The node the sound comes out of, once sound has started. */
  output(): AudioNode | undefined;
  dispose(): void;
}

/** Longest the display's clock may jump: a hidden page doesn't catch up. */
const LONGEST_FRAME_SECONDS = 0.1;
/** Milliseconds between two looks at the host while the page draws nothing. */
const POLL_MILLISECONDS = 25;
/** Milliseconds a context may take to begin or to end while the sound is started again. */
const PATIENCE_MILLISECONDS = 5_000;

/** Plays the engine's patch in this page. */
export function createAudioController(options: AudioControllerOptions): AudioController {
  return new Controller(options);
}

class Controller implements AudioController {
  readonly live: LiveReadings & LiveDrive;
  readonly telemetry: PageTelemetry;
  readonly #options: AudioControllerOptions;
  readonly #pages: number;
  readonly #shared: boolean;
  readonly #memory: WebAssembly.Memory;
  readonly #views: MemoryViews;
  readonly #dropouts: Dropouts;
  readonly #publisher: Publisher;
  readonly #problems: ModuleProblems;
  readonly #module: Promise<WebAssembly.Module>;
  readonly #watch = new SoundWatch();
  readonly #stopHearing: (() => void)[] = [];
  readonly #poll: ReturnType<typeof setInterval>;
  #host: AudioHost | undefined;
  #context: AudioContext | undefined;
  #node: AudioWorkletNode | undefined;
  #state: SoundState = "off";
  #listeners: readonly (() => void)[] = [];
  #before: number | undefined;
  /** The worklet runs the host, or is about to. */
  #handedOver = false;
  #disposed = false;
  #owed = 0;
  #flushed = 0;

  constructor(options: AudioControllerOptions) {
    const { engine, pages = MEMORY_PAGES, shared = globalThis.crossOriginIsolated } = options;
    this.#shared = shared;
    this.#options = options;
    this.#pages = pages;
    this.#memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: this.#shared });
    this.#views = new MemoryViews(this.#memory.buffer);
    this.#dropouts = new Dropouts(this.#views);
    this.#publisher = new Publisher(new DirectLink(this.#views), {
      registry: engine.registry,
      ops: kernelOp,
      memoryBytes: this.#memory.buffer.byteLength,
      meters: true,
      onTrouble: options.onTrouble,
    });
    const samples = new SampleSync(this.#publisher, engine.registry, options.assets, options.onTrouble);
    this.#problems = samples.problems;
    this.telemetry = new PageTelemetry(this.#memory.buffer, this.#shared, this.#publisher);
    const readings = new Readings(this.#views, this.#publisher, () => this.audibleTick(this.#pageTime()));
    this.live = Object.assign(readings, {
      drive: this.#publisher.drive.bind(this.#publisher),
      release: this.#publisher.release.bind(this.#publisher),
      dropouts: () => this.#dropouts.count(),
    });
    this.#publisher.update(engine.snapshot());
    samples.update(engine.snapshot());
    this.#stopHearing.push(
      engine.subscribe((snapshot, changes) => {
        this.#publisher.update(snapshot, changes);
        samples.update(snapshot);
      }),
    );
    this.#module = compileKernels(this.#shared);
    this.#module
      .then((module) => instantiateKernels(module, this.#memory))
      .then((kernels) => {
        this.#host = new AudioHost(this.#memory, kernels);
      })
      .catch(() => this.#fail("The sound kernels could not be loaded. Reloading the page may help."));
    this.#poll = setInterval(() => this.#followUp(), POLL_MILLISECONDS);
  }

  state(): SoundState {
    return this.#state;
  }

  onState(listener: () => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
    };
  }

  async start(): Promise<Outcome<void>> {
    if (this.#state === "running" || this.#state === "starting") return done(undefined);
    this.#setState("starting");
    try {
      await this.#open();
    } catch (error) {
      return this.#giveUp(`Sound could not start: ${messageOf(error)}`);
    }
    this.#setState("running");
    return done(undefined);
  }

  advance(nowMs: number): void {
    const before = this.#before ?? nowMs;
    this.#before = nowMs;
    if (this.#host && !this.#handedOver) {
      this.#owed += Math.min(LONGEST_FRAME_SECONDS, Math.max(0, (nowMs - before) / 1_000)) * SAMPLE_RATE;
      for (; this.#owed >= BLOCK; this.#owed -= BLOCK) this.#host.block();
    }
    this.#followUp();
  }

  audibleTick(nowMs: number): number {
    return heardTick(this.#views, this.#node ? this.#context : undefined, nowMs);
  }

  latency(): number {
    return this.#node ? outputLatency(this.#context) : 0;
  }

  panic(): void {
    this.#publisher.panic();
  }

  problemOf(module: ModuleId): string | undefined {
    return this.#problems.of(module);
  }

  onProblem(listener: (module: ModuleId) => void): () => void {
    return this.#problems.listen(listener);
  }

  context(): AudioContext | undefined {
    return this.#node ? this.#context : undefined;
  }

  output(): AudioNode | undefined {
    return this.#node;
  }

  dispose(): void {
    clearInterval(this.#poll);
    for (const stop of this.#stopHearing) stop();
    this.#disposed = true;
    this.#endNode();
    void this.#close();
  }

  async #open(): Promise<void> {
    const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
    this.#context = context;
    const module = await this.#module;
    await context.resume();
    const node = await createHostNode(context, () => this.#handOver(module));
    this.#connect(context, node);
  }

  /** Ends the context. One that doesn't answer is left behind. */
  async #close(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    if (!context) return;
    context.onstatechange = null;
    await Promise.race([context.close().catch(() => {}), pause(PATIENCE_MILLISECONDS)]);
  }

  async #giveUp(reason: string): Promise<Outcome<void>> {
    await this.#close();
    this.#handedOver = false;
    return this.#fail(reason);
  }

  /** The sound's thread is dead: another goes on where it stopped, on the same memory or on what the page knows of it. */
  async #revive(cause: string): Promise<void> {
    if (!this.#node || this.#disposed) return;
    this.#endNode();
    // Time stands until the new thread runs: position and tails go on without a jump.
    this.#handedOver = true;
    if (!this.#watch.mayRestart(wallTime())) {
      await this.#giveUp(
        `${cause} three times within a minute and stays off. Undo the last change, then start it again.`,
      );
      return;
    }
    try {
      await this.#close();
      if (!this.#shared) this.#views.setInt(HOST.gliding, 0);
      const opened = await Promise.race([this.#open().then(() => true), pause(PATIENCE_MILLISECONDS)]);
      if (this.#disposed) return;
      if (!opened) throw new Error("the sound device doesn't answer");
      if (!this.#shared) this.#publisher.renew();
      this.#options.onTrouble(`${cause} and was started again.`);
    } catch (error) {
      await this.#giveUp(`${cause} and could not be started again: ${messageOf(error)}`);
    }
  }

  /** From here on the page runs no block: the worklet goes on with the same memory or a copy of it. */
  #handOver(module: WebAssembly.Module): ProcessorOptions {
    this.#handedOver = true;
    this.#views.setDouble(HOST.contextOffset, Number.NaN);
    return {
      module,
      memory: this.#shared ? this.#memory : undefined,
      content: this.#shared ? undefined : this.#memory.buffer.slice(0, this.#publisher.memoryTop),
      pages: this.#pages,
      telemetryEnd: this.#publisher.newest?.telemetryEnd ?? TELEMETRY_BASE,
    };
  }

  #connect(context: AudioContext, node: AudioWorkletNode): void {
    if (this.#disposed) {
      void context.close();
      return;
    }
    node.addEventListener("processorerror", () => {
      if (node === this.#node) void this.#revive("The sound stopped because of an error in it");
    });
    if (!this.#shared) {
      const end = () => this.#publisher.newest?.telemetryEnd ?? TELEMETRY_BASE;
      this.#publisher.linkTo(new BatchLink(node.port, this.#views, end));
    }
    node.connect(context.destination);
    this.#dropouts.follow(context);
    this.#node = node;
    this.#watch.begin();
    context.onstatechange = () => {
      if (context !== this.#context) return;
      if (context.state === "closed") void this.#revive("The sound was closed from outside");
      else if (context.state !== "running" && this.#node) void context.resume().catch(() => {});
    };
  }

  #endNode(): void {
    if (!this.#node) return;
    this.#node.port.postMessage({ kind: "end" } satisfies ToWorklet);
    this.#node.disconnect();
    this.#node = undefined;
    this.#handedOver = false;
    if (!this.#shared) this.#publisher.linkTo(new DirectLink(this.#views));
  }

  #followUp(): void {
    this.#publisher.poll();
    this.telemetry.renew();
    if (this.#node && this.#watch.isStalled(this.#views.samples, wallTime()))
      void this.#revive("The sound stood still");
    const flushed = this.#views.int(HEAD.flushed);
    if (flushed === this.#flushed) return;
    this.#flushed = flushed;
    const module = this.#options.engine.snapshot().patch.modules.get(this.#views.int(HEAD.flushedModule));
    const name = module ? `“${module.name}”` : "A module";
    this.#options.onTrouble(
      `${name} made values that are no numbers and was silenced. The next edit lets it try again.`,
    );
  }

  #fail(reason: string): Outcome<void> {
    this.#setState("failed");
    this.#options.onTrouble(reason);
    return refused(reason);
  }

  #setState(state: SoundState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #pageTime(): number {
    // The document's own clock, in the time base of animation frames.
    return Number(document.timeline.currentTime ?? 0);
  }
}

const pause = (milliseconds: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));

// biome-ignore lint/plugin: watches whether a thread of this machine lives; no sound depends on it.
const wallTime = (): number => performance.now();

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
