import type { Notices } from "#app/state/notices.tsx";
import { CRASHED_VERSION } from "#documents/browser/journal-messages.ts";
import { type Journal, openJournal } from "#documents/browser/open-journal.ts";
import { addressedUid, type DocumentLocks, newUid } from "./document-lock.ts";
import { openDocumentStore } from "./document-store.ts";

export interface PageJournalOptions {
  /** Takes the document that is opened. */
  readonly locks: DocumentLocks;
  readonly notices: Notices;
  /** Saves the patch to a file. */
  readonly save: () => void;
}

/** Opens the journal of the document this page shows: the one its address names, else the newest that no other page has. */
export async function openPageJournal({ locks, notices, save }: PageJournalOptions): Promise<Journal> {
  const journal = await openJournal((await freeDocument(locks)) ?? newUid(), {
    startWorker: () =>
      new Worker(new URL("../session/journal-worker.ts", import.meta.url), { type: "module", name: "journal" }),
    onFailure: (reason) =>
      notices.tell({
        about: "journal",
        text: `The browser no longer keeps what is changed here: ${reason}. It is lost when this page ends before it is saved.`,
        tone: "refusal",
        action: { label: "Save to a file now", run: save },
      }),
  });
  const { recovered } = journal;
  if (recovered && recovered.leftOut > 0) {
    const { name } = recovered.snapshot.patch;
    const changes = recovered.leftOut === 1 ? "its last change" : `its last ${recovered.leftOut} changes`;
    notices.tell({
      text: `“${name}” ended its page twice soon after it was opened, so it is open as it was before ${changes}. With them it is kept as the version “${CRASHED_VERSION}”.`,
      tone: "refusal",
    });
  } else if (recovered?.crashed) {
    const { name } = recovered.snapshot.patch;
    const time = new Date(recovered.at).toLocaleTimeString();
    notices.tell({ text: `“${name}” is open as it was at ${time}, with its undo steps.`, tone: "done" });
  }
  if (recovered && recovered.unread > 0) {
    const { name } = recovered.snapshot.patch;
    const lines = recovered.unread === 1 ? "One line" : `${recovered.unread} lines`;
    notices.tell({
      text: `${lines} at the end of the journal of “${name}” can't be read, so what was changed last may be missing.`,
      tone: "refusal",
    });
  }
  return journal;
}

async function freeDocument(locks: DocumentLocks): Promise<string | undefined> {
  const addressed = addressedUid();
  if (addressed !== undefined) return (await locks.take(addressed)) ? addressed : undefined;
  const kept = await openDocumentStore()
    .then((store) => store.list())
    .catch(() => []);
  for (const { uid } of kept) if (await locks.take(uid)) return uid;
  return undefined;
}
