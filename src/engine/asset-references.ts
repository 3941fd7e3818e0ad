import type { Content } from "./module-definition.ts";
import type { Asset, AssetId, Table } from "./patch.ts";
import { tidyTitle } from "./title.ts";

/** Keys of a content that refer to media: in the patch by id, in files and fragments by the asset's name. */
const KEYS = ["asset", "clip"] as const;

/** A content as files and fragments hold it; a reference to an asset that is gone becomes null. */
export function namedAssets(content: Content, assets: Table<Asset>): Content {
  return withReferences(content, (value) => (typeof value === "number" ? (assets.get(value)?.name ?? null) : value));
}

/** A content as the patch holds it; a name no asset has stays, so that the content's own check refuses it. */
export function numberedAssets(content: Content, ids: ReadonlyMap<string, number>): Content {
  return withReferences(content, (value) =>
    typeof value === "string" ? (ids.get(value) ?? ids.get(tidyTitle(value)) ?? value) : value,
  );
}

/** A content whose references to some assets mean others. */
export function renumberedAssets(content: Content, others: ReadonlyMap<AssetId, AssetId>): Content {
  return others.size === 0 ? content : translatedAssets(content, (asset) => others.get(asset) ?? asset);
}

/** A content whose every reference to an asset means the one given for it. */
export function translatedAssets(content: Content, to: (asset: AssetId) => AssetId): Content {
  return withReferences(content, (value) => (typeof value === "number" ? to(value) : value));
}

/** Whether a content refers to an asset of the patch. */
export const refersTo = (content: Content, asset: AssetId): boolean => KEYS.some((key) => content[key] === asset);

function withReferences(content: Content, translate: (value: unknown) => unknown): Content {
  let next = content;
  for (const key of KEYS) {
    const value = content[key];
    if (value === undefined) continue;
    const translated = translate(value);
    if (translated !== value) next = { ...next, [key]: translated };
  }
  return next;
}
