import { decodeSound } from "#audio/node/decode.ts";
import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Registry } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { AssetId, Patch } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";

/** Loads the sounds a patch's modules play. Refuses with a line for each that can't be had, naming the module and the file. */
export async function patchSounds(
  patch: Patch,
  registry: Registry,
  assets: AssetSource,
): Promise<Outcome<ReadonlyMap<AssetId, DecodedSound>>> {
  const sounds = new Map<AssetId, DecodedSound>();
  const faults: string[] = [];
  for (const module of patch.modules.values()) {
    const id = module.content?.asset;
    if (typeof id !== "number" || sounds.has(id) || !definitionOf(registry, module)?.audio) continue;
    const asset = patch.assets.get(id);
    if (!asset) {
      faults.push(`${modulePath(patch, module)}: The patch has no asset ${id}.`);
      continue;
    }
    const bytes = await assets.load(asset);
    const sound = bytes.ok ? await decodeSound(bytes.value, asset.path) : bytes;
    if (sound.ok) sounds.set(id, sound.value);
    else faults.push(`${modulePath(patch, module)}: ${sound.reason}`);
  }
  return faults.length > 0 ? refused(faults.join("\n")) : done(sounds);
}
