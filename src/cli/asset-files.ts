import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AssetSource } from "#engine/asset-source.ts";
import { done, refused } from "#engine/outcome.ts";
import type { Asset } from "#engine/patch.ts";
import { whyUnreadable } from "./patch-files.ts";

/** Media that ship with Optophone; lies as far above the source as above the bundle. */
const SHIPPED = fileURLToPath(new URL("../../examples", import.meta.url));

/**
 * The media of a patch file: relative to its folder, else among what ships with Optophone. Refuses paths that lead elsewhere,
 * files that are missing, and files that are not those the patch was made with.
 */
export function assetFiles(patchFile: string | undefined): AssetSource {
  const folders = [...(patchFile === undefined ? [] : [dirname(patchFile)]), SHIPPED];
  return {
    async load(asset) {
      if (leadsElsewhere(asset.path)) return refused(`${asset.path}: a patch may only use files below its own folder.`);
      let reason = "";
      for (const folder of folders) {
        const file = join(folder, asset.path);
        try {
          const bytes = await readFile(file);
          if (isOriginal(bytes, asset)) return done(new Uint8Array(bytes).buffer);
          reason ||= `${file}: This is not the file the patch was made with.`;
        } catch (error) {
          reason ||= `${file}: ${whyUnreadable(error)}`;
        }
      }
      return refused(reason);
    },
  };
}

const leadsElsewhere = (path: string): boolean =>
  path === "" || /^[a-z]:|^\/|\\|\0/i.test(path) || path.split("/").includes("..");

const isOriginal = (bytes: Buffer, { hash }: Asset): boolean =>
  hash === "" || createHash("sha256").update(bytes).digest("hex") === hash;
