import type { Outcome } from "./outcome.ts";
import type { Asset } from "./patch.ts";

/** Gives the bytes of a patch's media, wherever the host keeps them (browser storage, files beside the patch, the app itself). */
export interface AssetSource {
  load(asset: Asset): Promise<Outcome<ArrayBuffer>>;
}
