import type { OpenedPatch, PatchText } from "#app/session-port.ts";
import type { Notices } from "#app/state/notices.tsx";
import type { RecoveredDocument } from "#documents/browser/open-journal.ts";
import { replacePatch } from "#engine/command.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import { addressDocument, addressedUid, DocumentLocks, newUid } from "./document-lock.ts";
import { type DocumentStore, type KeptDocument, openDocumentStore } from "./document-store.ts";
import { keepDocument } from "./keep-document.ts";
import { createPatchFiles, type PatchFiles } from "./patch-files.ts";

export interface OpenDocumentOptions {
  readonly engine: Engine;
  readonly text: PatchText;
  readonly notices: Notices;
  /** Text of the patch a newcomer sees. */
  readonly welcome: () => Promise<string>;
  /** What the engine began with, when that was recovered from a journal. */
  readonly recovered?: RecoveredDocument | undefined;
  /** The documents this page has to itself already. */
  readonly locks?: DocumentLocks;
  /** Name of the browser database that keeps documents. */
  readonly database?: string;
}

/**
 * Brings back the document of this page as it was when the page was left, else the newest that no other page has, else the welcome patch,
 * and keeps it from then on. What is brought back is not an undo step.
 */
export async function openDocument(options: OpenDocumentOptions): Promise<PatchFiles> {
  const { engine, text, notices, database, recovered, locks = new DocumentLocks() } = options;
  const store = await openDocumentStore(database).catch(() => undefined);
  const restored = (await asRecovered(recovered, store, options)) ?? (store && (await restore(store, locks, options)));
  if (!restored) await loadWelcome(options);
  const files = createPatchFiles({ engine, text, notices, emptyPatch });
  if (restored) files.restore(restored);
  const endFollowing = followAddress(engine, locks);
  if (!store) {
    notices.tell({ text: "This browser keeps nothing between visits. Save your patch to a file.", tone: "refusal" });
    return files;
  }
  const endKeeping = keepDocument({
    engine,
    files,
    text,
    store,
    onTrouble: (message) => notices.tell({ text: message, tone: "refusal" }),
  });
  return {
    ...files,
    end: () => {
      endKeeping();
      endFollowing();
      files.end();
    },
  };
}

/** The page's address names the document in it, and no other page can take that one. */
function followAddress(engine: Engine, locks: DocumentLocks): () => void {
  let shown = "";
  const follow = () => {
    const { uid } = engine.snapshot().patch;
    if (uid === shown) return;
    shown = uid;
    addressDocument(uid);
    void locks.take(uid);
  };
  follow();
  const endObserving = engine.subscribe(follow);
  return () => {
    endObserving();
    locks.release();
  };
}

/** Shows the welcome patch; without it the patch stays empty and says why. */
async function loadWelcome({ engine, text, notices, welcome }: OpenDocumentOptions): Promise<void> {
  try {
    const parsed = text.parse(await welcome());
    if (parsed.ok) return load(engine, parsed.value, newUid());
    notices.tell({ text: parsed.reason, tone: "refusal" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notices.tell({ text: `The first patch could not be fetched, so this one is empty: ${reason}`, tone: "refusal" });
  }
  load(engine, engine.snapshot(), newUid());
}

/** Milliseconds by which a document may be kept later than its journal says, which is written first. */
const BEHIND = 5_000;

/** How the document recovered from a journal stands to its file; undefined when there is none, or what was kept is clearly newer. */
async function asRecovered(
  recovered: RecoveredDocument | undefined,
  store: DocumentStore | undefined,
  { text }: OpenDocumentOptions,
): Promise<Pick<KeptDocument, "fileName" | "dirty"> | undefined> {
  if (!recovered) return undefined;
  const { uid } = recovered.snapshot.patch;
  const kept = (await store?.list().catch(() => []))?.find((one) => one.uid === uid);
  if (!kept) return { fileName: undefined, dirty: true };
  const isSame = text.serialise(recovered.snapshot) === kept.text;
  if (!isSame && kept.at > recovered.at + BEHIND) return undefined;
  return { fileName: kept.fileName, dirty: kept.dirty || !isSame };
}

/** Of the documents kept, the one the address names, else the newest that is free and can still be read. */
async function restore(
  store: DocumentStore,
  locks: DocumentLocks,
  { engine, text, notices }: OpenDocumentOptions,
): Promise<KeptDocument | undefined> {
  const kept = await store.list().catch(() => []);
  const wanted = kept.find(({ uid }) => uid === addressedUid());
  for (const candidate of wanted ? [wanted, ...kept.filter((one) => one !== wanted)] : kept) {
    const isTaken = !(await locks.take(candidate.uid));
    if (isTaken && candidate !== wanted) continue;
    const parsed = text.parse(candidate.text);
    if (parsed.ok) {
      if (!isTaken) {
        load(engine, parsed.value, candidate.uid);
        return candidate;
      }
      notices.tell({ text: `“${candidate.name}” is open in another tab. This is a copy of it.`, tone: "done" });
      load(engine, parsed.value, newUid());
      return { ...candidate, fileName: undefined, dirty: true };
    }
    notices.tell({
      text: `“${candidate.name}” could not be brought back, an older patch is open: ${parsed.reason}`,
      tone: "refusal",
    });
  }
  return undefined;
}

function load(engine: Engine, { patch, transport }: OpenedPatch, uid: string): void {
  engine.submit(replacePatch({ patch: { ...patch, uid }, transport }), { origin: "file", undoable: false });
  engine.flush();
}
