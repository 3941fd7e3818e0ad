import type { Asset } from "#engine/patch.ts";
import { baseNameOf } from "./media-kind.ts";

/** Media that belong together: one sampler, one player or one image. */
export interface MediaGroup {
  readonly name: string;
  readonly sound?: number;
  readonly clip?: number;
  readonly image?: number;
}

/** Puts a sound and a clip of one base name together; everything else stays alone. Numbers are places in the list given. */
export function pairMedia(media: readonly Pick<Asset, "name" | "kind">[]): readonly MediaGroup[] {
  const groups: { name: string; sound?: number; clip?: number; image?: number }[] = [];
  for (const [index, { name, kind }] of media.entries()) {
    const base = baseNameOf(name);
    const partner = groups.find(
      (group) => group.name === base && kind !== "image" && group.image === undefined && group[kind] === undefined,
    );
    if (partner) partner[kind] = index;
    else groups.push({ name: base, [kind]: index });
  }
  return groups;
}
