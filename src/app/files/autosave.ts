import type { PatchText } from "#app/session-port.ts";
import type { Engine } from "#engine/engine.ts";
import type { AutosaveStore } from "./autosave-store.ts";
import { isSameDocument, type PatchFiles } from "./patch-files.ts";

/** Milliseconds of rest after a change before it is kept. */
const REST = 1_000;
/** Milliseconds within which a change is kept even if more keep coming. */
const LONGEST = 15_000;

export interface AutosaveOptions {
  readonly engine: Engine;
  readonly files: PatchFiles;
  readonly text: PatchText;
  readonly store: AutosaveStore;
  /** Hears once when keeping fails, with what failed. */
  readonly onTrouble: (message: string) => void;
}

/** Keeps the patch in the browser a second after each change. Returns the function that ends it. */
export function startAutosave({ engine, files, text, store, onTrouble }: AutosaveOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstPending = 0;
  let kept = engine.snapshot();
  let troubled = false;

  const keep = async () => {
    clearTimeout(timer);
    timer = undefined;
    const written = engine.snapshot();
    if (isSameDocument(written, kept)) return;
    kept = written;
    const { dirty, fileName } = files.state();
    try {
      await store.put({ at: Date.now(), name: written.patch.name, text: text.serialise(written), fileName, dirty });
      troubled = false;
    } catch (error) {
      if (troubled) return;
      troubled = true;
      onTrouble(
        `The browser did not keep this patch: ${error instanceof Error ? error.message : String(error)}. Save it to a file.`,
      );
    }
  };
  const changed = () => {
    if (isSameDocument(engine.snapshot(), kept)) return;
    const now = Date.now();
    if (timer === undefined) firstPending = now;
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(REST, firstPending + LONGEST - now)));
  };
  const hidden = () => {
    if (document.visibilityState === "hidden") void keep();
  };

  const endObserving = engine.subscribe(changed);
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", keep);
  return () => {
    endObserving();
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", keep);
    clearTimeout(timer);
  };
}
