import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { AssetId, Snapshot, Transport } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import { BLOCK, HEAD, type KernelExports } from "./contract/kernel-abi.ts";
import { AudioHost } from "./host/audio-host.ts";
import type { KernelOps } from "./plan/definition-info.ts";
import type { DecodedSound } from "./sounds/sample-pool.ts";
import { DirectLink } from "./wire/link.ts";
import { Publisher } from "./wire/publisher.ts";
import { Readings } from "./wire/readings.ts";

/** Kernels and the memory they work in. */
export interface KernelInstance {
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly exports: KernelExports;
}

/** The moment a frame hook is called in: between two blocks. */
export interface OfflineFrame extends LiveDrive {
  /** Sample frames rendered so far. */
  readonly samples: number;
  readonly tick: number;
  readonly live: LiveReadings;
  readonly telemetry: TelemetrySource;
  /** Goes on with a newer snapshot from the next block on. */
  update(snapshot: Snapshot): void;
}

export interface OfflineOptions {
  readonly snapshot: Snapshot;
  readonly registry: Registry;
  readonly ops: KernelOps;
  /** A fresh instance on zeroed memory. */
  readonly kernels: KernelInstance;
  readonly samples: ReadonlyMap<AssetId, DecodedSound>;
  readonly seconds: number;
  /** Instead of the patch's own. */
  readonly seed?: number;
  /** Plays from the beginning even when the snapshot's transport rests. Default true. */
  readonly play?: boolean;
  /** Called before the first block and then every `every` sample frames, rounded up to whole blocks. */
  readonly onFrame?: { readonly every: number; readonly call: (frame: OfflineFrame) => void };
  /** Hears left and right of each block; they are reused. */
  readonly onBlock?: (left: Float32Array, right: Float32Array) => void;
  readonly onTrouble?: (message: string) => void;
}

/** Interleaved stereo at 48 kHz. */
export interface Rendered {
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

/** A patch that plays here and now, block by block, without a clock: for renders, tests and scripts in lockstep. */
export class OfflineSession {
  readonly host: AudioHost;
  readonly publisher: Publisher;
  readonly live: LiveReadings;
  readonly telemetry: TelemetrySource;
  readonly #options: Omit<OfflineOptions, "seconds" | "onFrame" | "onBlock">;
  #transport: { readonly from: Transport; readonly playing: Transport } | undefined;

  constructor(options: Omit<OfflineOptions, "seconds" | "onFrame" | "onBlock">) {
    const { kernels, registry, ops } = options;
    this.host = new AudioHost(kernels.memory, kernels.exports);
    const { views } = this.host;
    this.publisher = new Publisher(new DirectLink(views), {
      registry,
      ops,
      memoryBytes: views.bytes.byteLength,
      meters: true,
      onTrouble: options.onTrouble ?? ignore,
    });
    for (const [asset, sound] of options.samples) this.publisher.setSample(asset, sound);
    this.#options = options;
    this.update(options.snapshot);
    this.live = new Readings(views, this.publisher, () => views.double(HEAD.tick));
    const { publisher } = this;
    this.telemetry = {
      memory: () => ({ buffer: views.bytes.buffer, base: 0 }),
      map: () => publisher.running?.telemetry ?? { epoch: 0, values: {}, words: {} },
      onMap: (listener) => publisher.onRunning((plan) => listener(plan.telemetry)),
    };
  }

  /** Goes on with a newer snapshot. The transport plays on unless its state is another than at the beginning. */
  update(snapshot: Snapshot): void {
    const { seed, play = true, snapshot: first } = this.#options;
    const { transport } = snapshot;
    const patch = seed === undefined ? snapshot.patch : { ...snapshot.patch, seed: seed >>> 0 };
    const plays = play && transport.state === first.transport.state;
    this.publisher.update({ ...snapshot, patch, transport: plays ? this.#playing(transport) : transport });
  }

  #playing(transport: Transport): Transport {
    if (this.#transport?.from !== transport)
      this.#transport = { from: transport, playing: { ...transport, state: "playing" } };
    return this.#transport.playing;
  }

  /** Makes the next block, in `host.left` and `host.right`. */
  block(): void {
    this.host.block();
    this.publisher.poll();
  }
}

/** Renders a patch. The same input gives the same bytes, and the bytes the page's worklet gives. */
export function renderOffline(options: OfflineOptions): Rendered {
  const session = new OfflineSession(options);
  const { host, publisher, live, telemetry } = session;
  const frames = Math.max(0, Math.round(options.seconds * SAMPLE_RATE));
  const samples = new Float32Array(frames * 2);
  const { onFrame, onBlock } = options;
  let nextCall = 0;
  for (let at = 0; at < frames; at += BLOCK) {
    if (onFrame && at >= nextCall) {
      nextCall += onFrame.every;
      onFrame.call({
        samples: at,
        tick: host.views.double(HEAD.tick),
        live,
        telemetry,
        update: (snapshot) => session.update(snapshot),
        drive: (module, key, value) => publisher.drive(module, key, value),
        release: (module, key) => publisher.release(module, key),
      });
    }
    session.block();
    onBlock?.(host.left, host.right);
    const count = Math.min(BLOCK, frames - at);
    for (let i = 0; i < count; i++) {
      samples[(at + i) * 2] = host.left[i] ?? 0;
      samples[(at + i) * 2 + 1] = host.right[i] ?? 0;
    }
  }
  return { sampleRate: SAMPLE_RATE, samples };
}

function ignore(): void {}
