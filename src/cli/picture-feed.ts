import type { AssetSource } from "#engine/asset-source.ts";
import type { Registry } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { AssetId, Patch } from "#engine/patch.ts";
import type { TelemetryMap } from "#engine/telemetry.ts";
import { buildVideoGraph, type VideoGraph } from "#video/graph/video-graph.ts";
import type { PictureBrowser } from "./picture-browser.ts";

/** Keeps the page's graph and media up with the patch. */
export class PictureFeed {
  readonly #browser: PictureBrowser;
  readonly #registry: Registry;
  readonly #assets: AssetSource;
  readonly #provided = new Set<AssetId>();
  #patch: Patch | undefined;
  #telemetry: TelemetryMap | undefined;

  constructor(browser: PictureBrowser, registry: Registry, assets: AssetSource) {
    this.#browser = browser;
    this.#registry = registry;
    this.#assets = assets;
  }

  /** Sends the graph where something may have changed. Refuses with a line for each clip or image that can't be had. */
  async follow(patch: Patch, telemetry: TelemetryMap): Promise<Outcome<void>> {
    if (patch === this.#patch && telemetry === this.#telemetry) return done(undefined);
    this.#patch = patch;
    this.#telemetry = telemetry;
    const graph = buildVideoGraph({ patch, registry: this.#registry, telemetry, previews: [] });
    const faults: string[] = [];
    for (const [module, asset] of pictureAssets(graph, patch)) {
      if (this.#provided.has(asset)) continue;
      this.#provided.add(asset);
      const found = patch.assets.get(asset);
      const bytes = found ? await this.#assets.load(found) : refused(`The patch has no asset ${asset}.`);
      if (bytes.ok) await this.#browser.provideAsset(asset, bytes.value);
      else faults.push(`${module}: ${bytes.reason}`);
    }
    if (faults.length > 0) return refused(faults.join("\n"));
    await this.#browser.setGraph(graph);
    return done(undefined);
  }
}

/** The clips and images that are drawn, each with the path of a module that draws it. */
function* pictureAssets(graph: VideoGraph, patch: Patch): Iterable<readonly [string, AssetId]> {
  for (const { module: id, content } of graph.passes) {
    const module = patch.modules.get(id);
    if (!module) continue;
    for (const asset of [content?.asset, content?.clip])
      if (typeof asset === "number" && patch.assets.get(asset)?.kind !== "sound")
        yield [modulePath(patch, module), asset];
  }
}
