import type { Draft } from "#engine/draft.ts";
import { freeName } from "#engine/name-index.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Asset, AssetId } from "#engine/patch.ts";
import { assetSchema, schemaProblems } from "#engine/patch-schema.ts";
import { LONGEST_NAME, tidyTitle } from "#engine/title.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";

export const addAssetCommand: CommandDefinition<PayloadOf<"addAsset">> = {
  label: "add media",
  apply(draft, { id, ...asset }) {
    const added = putAsset(draft, asset, id);
    return added.ok ? undefined : added;
  },
};

/**
 * Puts an asset into the patch, under a name no other has, and gives its id: that of the one there when the same file, used
 * as the same kind, is in the patch already. What the same transaction says of the id asked for then means that one.
 */
export function putAsset(draft: Draft, wanted: Omit<Asset, "id">, wantedId?: AssetId): Outcome<AssetId> {
  const { name, kind, path, hash } = wanted;
  const row = { name: tidyTitle(String(name)).slice(0, LONGEST_NAME).trimEnd(), kind, path, hash };
  const parsed = assetSchema.safeParse(row);
  if (!parsed.success) return refused(`“${row.name}” can't be added: ${schemaProblems(parsed.error, row).join("; ")}.`);
  const there = [...draft.patch.assets.values()];
  const same = there.find((other) => isSameFile(other, row));
  if (same) {
    draft.noteCreated("asset", same.id);
    if (wantedId !== undefined && !draft.patch.assets.has(wantedId)) draft.assetAliases.set(wantedId, same.id);
    return done(same.id);
  }
  const id = draft.takeId("asset", wantedId);
  if (!id.ok) return id;
  draft.assetAliases.delete(id.value);
  const taken = new Set(there.map((other) => other.name));
  draft.put("assets", id.value, {
    id: id.value,
    ...row,
    name: freeName((other) => taken.has(other), row.name),
  });
  return id;
}

/** A file whose bytes nobody has hashed is known by its path. */
const isSameFile = (a: Asset, b: Omit<Asset, "id">) =>
  a.kind === b.kind && a.hash === b.hash && (a.hash !== "" || a.path === b.path);
