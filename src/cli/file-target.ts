import { readlink, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { hasCode } from "./error-code.ts";

/** Where a file that is written lies. */
export interface FileTarget {
  /** Its place behind all symbolic links. */
  readonly path: string;
  /** The permissions of what is there; undefined where nothing is. */
  readonly mode: number | undefined;
}

const PERMISSIONS = 0o7777;

/** Finds where a file lies, through links that lead to nothing yet, too. Refuses what can't be replaced whole: folders, devices, pipes. */
export async function fileTarget(file: string): Promise<Outcome<FileTarget>> {
  const path = await behindLinks(file);
  const there = await stat(path).catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (there?.isDirectory()) return refused("This is a folder, not a file.");
  if (there && !there.isFile()) return refused("This is a device or a pipe, not a file.");
  return done({ path, mode: there && there.mode & PERMISSIONS });
}

/** Where links lead. A circle of them rejects with `ELOOP`. */
async function behindLinks(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  const leadsTo = await readlink(file).catch(() => undefined);
  return leadsTo === undefined ? file : behindLinks(resolve(await realpath(dirname(file)), leadsTo));
}
