import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import { decodeWav } from "#audio/sounds/wav.ts";
import type { AssetId, Snapshot } from "#engine/patch.ts";
import { parsePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";

/** Long enough for every module of the demo to be heard. */
export const DEMO_SECONDS = 5;

/** The demo, playing from the beginning; its scripts rest, as they only move the picture. */
export function demoSnapshot(text: string): Snapshot {
  const read = parsePatch(text, registry);
  if (!read.ok) throw new Error(read.reason);
  return { ...read.value, transport: { ...read.value.transport, state: "playing" } };
}

/** The sounds of the demo's samplers, from the bytes of their files. */
export async function demoSamples(
  { patch }: Snapshot,
  load: (path: string) => Promise<ArrayBuffer>,
): Promise<ReadonlyMap<AssetId, DecodedSound>> {
  const sounds = new Map<AssetId, DecodedSound>();
  for (const [id, asset] of patch.assets) {
    if (asset.kind !== "sound") continue;
    const sound = decodeWav(await load(asset.path));
    if (!sound.ok) throw new Error(sound.reason);
    sounds.set(id, sound.value);
  }
  return sounds;
}
