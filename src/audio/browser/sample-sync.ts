import type { Publisher } from "#audio/wire/publisher.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Asset, AssetId, ModuleId, Snapshot } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { ModuleProblems } from "./module-problems.ts";
import { loadSound } from "./sample-loader.ts";

/** Keeps the sounds in the memory that modules of the patch play: loads each once, lets go of what no module plays. */
export class SampleSync {
  readonly problems = new ModuleProblems();
  readonly #publisher: Publisher;
  readonly #registry: Registry;
  readonly #assets: AssetSource;
  readonly #onTrouble: (message: string) => void;
  /** Hash of what is loaded or on its way, by asset. */
  readonly #known = new Map<AssetId, string>();
  /** Why a sound that is known can't be played. */
  readonly #failed = new Map<AssetId, string>();
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
    const wanted = new Set(Array.from(this.#played(), ([, asset]) => asset));
    for (const id of this.#known.keys()) {
      if (wanted.has(id) && assets.get(id)?.hash === this.#known.get(id)) continue;
      this.#known.delete(id);
      this.#failed.delete(id);
      this.#publisher.setSample(id, undefined);
    }
    for (const id of wanted) {
      const asset = assets.get(id);
      if (!asset || this.#known.has(id)) continue;
      this.#known.set(id, asset.hash);
      void this.#load(asset);
    }
    this.#mark();
  }

  async #load(asset: Asset): Promise<void> {
    const sound = await loadSound(asset, this.#assets);
    if (this.#known.get(asset.id) !== asset.hash) return;
    if (sound.ok) this.#publisher.setSample(asset.id, sound.value);
    else {
      this.#failed.set(asset.id, sound.reason);
      this.#mark();
      this.#onTrouble(sound.reason);
    }
  }

  /** Each module that plays one of the failed sounds has a problem for as long as it does. */
  #mark(): void {
    const problems = new Map<ModuleId, string>();
    for (const [module, asset] of this.#played()) {
      const reason = this.#failed.get(asset);
      if (reason !== undefined) problems.set(module, reason);
    }
    this.problems.set(problems);
  }

  *#played(): Iterable<readonly [ModuleId, AssetId]> {
    for (const [id, module] of this.#seen?.modules ?? []) {
      const asset = module.content?.asset;
      if (typeof asset === "number" && definitionOf(this.#registry, module)?.audio) yield [id, asset];
    }
  }
}
