import type { PatchText } from "#app/session-port.ts";
import type { Engine } from "#engine/engine.ts";
import type { DocumentStore, KeptDocument } from "./document-store.ts";
import { isSameDocument, type PatchFiles } from "./patch-files.ts";

/** Milliseconds after which a change is kept, however many follow it. */
const SOON = 200;
/** Keeping may take this share of the time at most: a large patch is kept less often. */
const SHARE = 0.1;

export interface KeepDocumentOptions {
  readonly engine: Engine;
  readonly files: PatchFiles;
  readonly text: PatchText;
  readonly store: DocumentStore;
  /** Hears once when keeping fails, with what failed. */
  readonly onTrouble: (message: string) => void;
}

/** Keeps the document in the browser as it changes, and at the last moment when the page is left. Returns the function that ends it. */
export function keepDocument({ engine, files, text, store, onTrouble }: KeepDocumentOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = engine.snapshot();
  let cost = 0;
  let troubled = false;

  const present = (): KeptDocument => {
    const written = engine.snapshot();
    const began = performance.now();
    const body = text.serialise(written);
    cost = performance.now() - began;
    const { dirty, fileName } = files.state();
    const { uid, name } = written.patch;
    return { uid, at: Date.now(), name, text: body, fileName, dirty };
  };
  const keep = async () => {
    timer = undefined;
    const writing = engine.snapshot();
    try {
      await store.put(present());
      kept = writing;
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
    if (timer !== undefined || isSameDocument(engine.snapshot(), kept)) return;
    timer = setTimeout(keep, Math.max(SOON, cost / SHARE));
  };
  const left = () => {
    engine.flush();
    if (!isSameDocument(engine.snapshot(), kept)) store.putAtOnce(present());
  };
  const hidden = () => {
    if (document.visibilityState === "hidden") left();
  };

  const endObserving = engine.subscribe(changed);
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", left);
  return () => {
    endObserving();
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", left);
    clearTimeout(timer);
  };
}
