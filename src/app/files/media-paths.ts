import type { Asset, Patch } from "#engine/patch.ts";

/** Media as they join a patch: different files never share a path, so that one folder can hold them all. */
export function withOwnPaths<A extends Omit<Asset, "id">>(media: readonly A[], { assets }: Pick<Patch, "assets">): A[] {
  const owners = new Map<string, string>();
  for (const { path, hash } of assets.values()) owners.set(key(path), hash);
  return media.map((asset) => {
    const path = freePath(asset, owners);
    owners.set(key(path), asset.hash);
    return { ...asset, path };
  });
}

/** The path asked for, or the first of kick-2.wav, kick-3.wav … that no other file has. */
function freePath({ path, hash }: Omit<Asset, "id">, owners: ReadonlyMap<string, string>): string {
  const dot = path.lastIndexOf(".");
  const end = dot > path.lastIndexOf("/") ? dot : path.length;
  for (let number = 1; ; number++) {
    const tried = number === 1 ? path : `${path.slice(0, end)}-${number}${path.slice(end)}`;
    const owner = owners.get(key(tried));
    if (owner === undefined || owner === hash) return tried;
  }
}

/** Some file systems take capitals and small letters for the same. */
const key = (path: string): string => path.toLowerCase();
