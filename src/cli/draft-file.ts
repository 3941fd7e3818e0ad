import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { whyUnreadable } from "./patch-files.ts";

/** A file in the making: its name stands for nothing until it is kept. */
export interface DraftFile {
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Gives it its name. */
  keep(): Promise<Outcome<void>>;
  /** Leaves nothing behind, unless it was kept. */
  discard(): Promise<void>;
}

/** Begins a file that is written bit by bit. Makes its folder. */
export async function openDraft(file: string): Promise<Outcome<DraftFile>> {
  const draft = `${file}.${process.pid}.part`;
  const problem = (error: unknown) => refused(`${file}: It can't be written. ${whyUnreadable(error)}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(draft, "w");
    return done({
      async write(bytes, position) {
        await handle.write(bytes, 0, bytes.length, position);
      },
      async keep() {
        try {
          await handle.close();
          await rename(draft, file);
          return done(undefined);
        } catch (error) {
          return problem(error);
        }
      },
      async discard() {
        await handle.close().catch(() => {});
        await rm(draft, { force: true });
      },
    });
  } catch (error) {
    return problem(error);
  }
}
