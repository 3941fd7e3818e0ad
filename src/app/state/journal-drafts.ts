import type { AppSession } from "#app/session-port.ts";
import type { Journal } from "#documents/browser/open-journal.ts";
import { replaceDrafts } from "./drafts-slice.ts";

/** Brings back the unapplied script texts that were recovered, and has the journal hold each from now on. Returns the function that ends it. */
export function journalDrafts(
  store: AppSession["store"],
  journal: Pick<Journal, "recovered" | "writeDraft">,
): () => void {
  if (journal.recovered && journal.recovered.drafts.length > 0)
    store.dispatch(replaceDrafts(Object.fromEntries(journal.recovered.drafts)));
  let seen = store.getState().drafts;
  return store.subscribe(() => {
    const before = seen;
    seen = store.getState().drafts;
    if (seen === before) return;
    const modules = new Set([...Object.keys(before), ...Object.keys(seen)].map(Number));
    for (const module of modules) if (seen[module] !== before[module]) journal.writeDraft(module, seen[module]);
  });
}
