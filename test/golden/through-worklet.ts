import { compileKernels } from "#audio/browser/kernels.ts";
import { createHostNode } from "#audio/browser/worklet-node.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import { DirectLink } from "#audio/wire/link.ts";
import { Publisher } from "#audio/wire/publisher.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { AssetId, Snapshot } from "#engine/patch.ts";

export interface WorkletRender {
  readonly snapshot: Snapshot;
  readonly registry: Registry;
  readonly seconds: number;
  /** Whether page and worklet share the memory. */
  readonly shared: boolean;
  readonly samples?: ReadonlyMap<AssetId, DecodedSound>;
  /** Pages of memory. Default 512. */
  readonly pages?: number;
}

/** A patch through the real worklet, as interleaved stereo at 48 kHz. */
export async function throughWorklet(render: WorkletRender): Promise<Float32Array<ArrayBuffer>> {
  const { snapshot, registry, seconds, shared, samples = new Map(), pages = 512 } = render;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  const publisher = new Publisher(new DirectLink(new MemoryViews(memory.buffer)), {
    registry,
    ops: kernelOp,
    memoryBytes: memory.buffer.byteLength,
    meters: true,
    onTrouble: (message) => {
      throw new Error(message);
    },
  });
  for (const [asset, sound] of samples) publisher.setSample(asset, sound);
  publisher.update(snapshot);
  const module = await compileKernels(shared);
  const frames = seconds * 48_000;
  const context = new OfflineAudioContext(2, frames, 48_000);
  const node = await createHostNode(context, () => ({
    module,
    memory: shared ? memory : undefined,
    content: shared ? undefined : memory.buffer.slice(0, publisher.memoryTop),
    pages,
    telemetryEnd: publisher.newest?.telemetryEnd ?? TELEMETRY_BASE,
  }));
  node.connect(context.destination);
  const buffer = await context.startRendering();
  const interleaved = new Float32Array(frames * 2);
  for (let side = 0; side < 2; side++)
    buffer.getChannelData(side).forEach((value, at) => {
      interleaved[at * 2 + side] = value;
    });
  return interleaved;
}

/** SHA-256 of samples in lower-case hex. */
export async function sha(samples: Float32Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
