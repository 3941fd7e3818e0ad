import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { hasCode } from "./error-code.ts";
import { fileTarget } from "./file-target.ts";
import { whyUnreadable } from "./patch-files.ts";
import { whileBusy } from "./while-busy.ts";

/** A file in the making: its name stands for nothing until it is kept. */
export interface DraftFile {
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Gives it its name, once the disk has all of it. */
  keep(): Promise<Outcome<void>>;
  /** Leaves nothing behind, unless it was kept. */
  discard(): Promise<void>;
}

/**
 * Begins a file that is written bit by bit, beside the one it will replace. Makes its folder, follows
 * symbolic links and keeps the permissions of what it replaces. Refuses folders, devices and pipes.
 */
export async function openDraft(file: string): Promise<Outcome<DraftFile>> {
  const problem = (why: string) => refused(`${file}: It can't be written. ${why}`);
  try {
    const target = await fileTarget(file);
    if (!target.ok) return problem(target.reason);
    const { path, mode } = target.value;
    const draft = `${path}.${process.pid}.part`;
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(draft, "w");
    return done({
      async write(bytes, position) {
        await handle.write(bytes, 0, bytes.length, position);
      },
      async keep() {
        try {
          if (mode !== undefined) await handle.chmod(mode);
          await handle.sync();
          await handle.close();
          await whileBusy(() => rename(draft, path));
          await syncFolder(dirname(path));
          return done(undefined);
        } catch (error) {
          return problem(whyUnreadable(error));
        }
      },
      async discard() {
        await handle.close().catch(() => {});
        await rm(draft, { force: true });
      },
    });
  } catch (error) {
    return problem(whyUnreadable(error));
  }
}

/** Brings a folder's names to the disk, where the system knows how to. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, "r");
    await handle.sync();
  } catch (error) {
    if (!hasCode(error, "EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "EBADF")) throw error;
  }
}
