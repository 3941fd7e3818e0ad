import type { PatchText } from "#app/session-port.ts";
import type { Engine } from "#engine/engine.ts";
import type { Snapshot } from "#engine/patch.ts";
import type { DocumentStore, KeptDocument } from "./document-store.ts";
import { type FileState, isSameDocument, type PatchFiles } from "./patch-files.ts";

/** Milliseconds after which a change is kept, however many follow it. */
const SOON = 200;
/** Keeping may take this share of the time at most: a large patch is kept less often. */
const SHARE = 0.1;

/** A document and how it stood to its file. */
interface Moment {
  readonly snapshot: Snapshot;
  readonly file: FileState;
}

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

  const now = (): Moment => ({ snapshot: engine.snapshot(), file: files.state() });
  let seen = now();

  const form = ({ snapshot, file: { dirty, fileName } }: Moment): KeptDocument => {
    const began = performance.now();
    const body = text.serialise(snapshot);
    cost = performance.now() - began;
    const { uid, name } = snapshot.patch;
    return { uid, at: Date.now(), name, text: body, fileName, dirty };
  };
  const keep = async (moment: Moment) => {
    try {
      await store.put(form(moment));
      kept = moment.snapshot;
      troubled = false;
    } catch (error) {
      if (troubled) return;
      troubled = true;
      onTrouble(
        `The browser did not keep this patch: ${error instanceof Error ? error.message : String(error)}. Save it to a file.`,
      );
    }
  };
  const keepAtOnce = (moment: Moment) => {
    if (!isSameDocument(moment.snapshot, kept)) store.putAtOnce(form(moment));
  };
  const changed = () => {
    const before = seen;
    seen = now();
    if (before.snapshot.patch.uid !== seen.snapshot.patch.uid) keepAtOnce(before);
    if (timer !== undefined || isSameDocument(seen.snapshot, kept)) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void keep(now());
      },
      Math.max(SOON, cost / SHARE),
    );
  };
  const left = () => {
    engine.flush();
    keepAtOnce(now());
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
