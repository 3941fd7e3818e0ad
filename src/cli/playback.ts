import { BLOCK } from "#audio/contract/kernel-abi.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import { createKernels } from "#audio/node/kernels.ts";
import { OfflineSession } from "#audio/offline.ts";
import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import type { Registry } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import type { AssetId, Snapshot } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import type { ScriptLimits } from "#script-nodes/bridge.ts";
import { createNodeScriptHost } from "#script-nodes/node/script-host.ts";
import type { ScriptHost } from "#script-nodes/script-host.ts";
import type { ExitCode } from "./exit-code.ts";
import { reportScripts } from "./script-reports.ts";
import type { Terminal } from "./terminal.ts";

export interface PlaybackOptions {
  readonly registry: Registry;
  readonly snapshot: Snapshot;
  readonly sounds: ReadonlyMap<AssetId, DecodedSound>;
  readonly terminal: Terminal;
  /** Seconds since 1970 at the beginning, as scripts see it. */
  readonly epoch: number;
  readonly limits?: Partial<ScriptLimits>;
  /** Name of the script that belongs to no module. */
  readonly scriptFile?: string;
}

/**
 * A patch with its scripts and its sound, going on in its own time, as fast as it is asked to. Scripts run where a watchdog can end them;
 * as each of their answers is waited for, what they do falls on the same sample every time.
 */
export interface Playback {
  readonly engine: Engine;
  readonly scripts: ScriptHost;
  readonly telemetry: TelemetrySource;
  /** Sample frames made so far. */
  samples(): number;
  /** Transport position now. */
  tick(): number;
  /** A copy of what the sound has published for the picture. */
  published(): { readonly bytes: Uint8Array; readonly base: number };
  /** How its scripts have done so far. */
  exitCode(): ExitCode;
  /** Tells observers and scripts of all changes until nothing changes any more, or for {@link LONGEST_CASCADE} turns. */
  settle(): Promise<void>;
  /** Makes sound until so many sample frames are there; scripts get a frame {@link SCRIPT_FRAMES} times a second. Hears each block. */
  advanceTo(samples: number, onBlock?: (left: Float32Array, right: Float32Array) => void): Promise<void>;
  dispose(): void;
}

/** Lies beside the bundle. */
const WORKER = new URL("./script-worker.js", import.meta.url);
/** Frames a second that scripts see. */
const SCRIPT_FRAMES = 60;
const LONGEST_CASCADE = 64;
/** What scripts print here goes to a stream, not onto a canvas, so more of it may. */
const LINES_PER_SECOND = 1_000_000;

/** Sets a patch up; its scripts have loaded or failed when this resolves. */
export async function createPlayback(options: PlaybackOptions): Promise<Playback> {
  const { registry, terminal, limits, epoch } = options;
  const onTrouble = (message: string) => terminal.complain(message);
  let made = 0;
  const engine = createEngine({ registry, snapshot: options.snapshot, clock: () => made, reportTrouble: onTrouble });
  const session = new OfflineSession({
    snapshot: engine.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(),
    samples: options.sounds,
    play: false,
    onTrouble,
  });
  const { live, telemetry, host, publisher } = session;
  const readings: Pick<LiveReadings, "tick" | "value"> & LiveDrive = {
    tick: () => live.tick(),
    value: (module, key) => live.value(module, key),
    drive: (module, key, value) => publisher.drive(module, key, value),
    release: (module, key) => publisher.release(module, key),
  };
  const scripts = createNodeScriptHost({
    engine,
    live: readings,
    onTrouble,
    limits: { linesPerSecond: LINES_PER_SECOND, frameShareMs: Number.POSITIVE_INFINITY, ...limits },
    epoch: () => epoch + made / SAMPLE_RATE,
    workerUrl: WORKER,
  });
  const reports = reportScripts(scripts, terminal, (id) => {
    const { patch } = engine.snapshot();
    const module = patch.modules.get(id);
    return module ? modulePath(patch, module) : (options.scriptFile ?? "script");
  });
  let heard = options.snapshot;
  let frames = 0;
  await scripts.settled();

  const follow = (): void => {
    engine.flush();
    if (engine.snapshot() !== heard) session.update(engine.snapshot());
    heard = engine.snapshot();
  };

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < LONGEST_CASCADE; turn++) {
      const { version } = engine.snapshot();
      follow();
      await scripts.idle();
      if (engine.snapshot().version === version) return;
    }
  };

  return {
    engine,
    scripts,
    telemetry,
    samples: () => made,
    tick: () => live.tick(),
    published() {
      const end = publisher.running?.telemetryEnd ?? TELEMETRY_BASE;
      return { bytes: host.views.bytes.slice(TELEMETRY_BASE, end), base: TELEMETRY_BASE };
    },
    exitCode: () => reports.exitCode(),
    settle,
    async advanceTo(samples, onBlock) {
      while (made < samples) {
        if (made >= (frames * SAMPLE_RATE) / SCRIPT_FRAMES) {
          frames++;
          scripts.frame(made / SAMPLE_RATE);
          await scripts.idle();
          follow();
          await scripts.idle();
        }
        session.block();
        made += BLOCK;
        onBlock?.(host.left, host.right);
      }
    },
    dispose() {
      scripts.dispose();
      reports.end();
    },
  };
}
