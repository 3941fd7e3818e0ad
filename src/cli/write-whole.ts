import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { whyUnreadable } from "./patch-files.ts";

/** Writes a file so that its name only ever stands for whole content. Makes its folder. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<Outcome<void>> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, bytes);
    await rename(draft, file);
    return done(undefined);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    return refused(`${file}: It can't be written. ${whyUnreadable(error)}`);
  }
}
