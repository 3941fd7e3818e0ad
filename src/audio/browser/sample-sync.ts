import type { Publisher } from "#audio/wire/publisher.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Asset, AssetId, Snapshot } from "#engine/patch.ts";
import { loadSound } from "./sample-loader.ts";

/** Keeps the sounds in the memory that modules of the patch play: loads each once, lets go of what no module plays. */
export class SampleSync {
  readonly #publisher: Publisher;
  readonly #registry: Registry;
  readonly #assets: AssetSource;
  readonly #onTrouble: (message: string) => void;
  /** Hash of what is loaded or on its way, by asset. */
  readonly #known = new Map<AssetId, string>();
  #seen: Pick<Snapshot["patch"], "modules" | "assets"> | undefined;

  constructor(publisher: Publisher, registry: Registry, assets: AssetSource, onTrouble: (message: string) => void) {
    this.#publisher = publisher;
    this.#registry = registry;
    this.#assets = assets;
    this.#onTrouble = onTrouble;
  }

  update(snapshot: Snapshot): void {
    const { modules, assets } = snapshot.patch;
    if (this.#seen?.modules === modules && this.#seen.assets === assets) return;
    this.#seen = { modules, assets };
    const wanted = new Set<AssetId>();
    for (const module of modules.values()) {
      const asset = module.content?.asset;
      if (typeof asset === "number" && this.#registry.get(module.type)?.audio) wanted.add(asset);
    }
    for (const id of this.#known.keys()) {
      if (wanted.has(id) && assets.get(id)?.hash === this.#known.get(id)) continue;
      this.#known.delete(id);
      this.#publisher.setSample(id, undefined);
    }
    for (const id of wanted) {
      const asset = assets.get(id);
      if (!asset || this.#known.has(id)) continue;
      this.#known.set(id, asset.hash);
      void this.#load(asset);
    }
  }

  async #load(asset: Asset): Promise<void> {
    const sound = await loadSound(asset, this.#assets);
    if (this.#known.get(asset.id) !== asset.hash) return;
    if (sound.ok) this.#publisher.setSample(asset.id, sound.value);
    else this.#onTrouble(sound.reason);
  }
}
