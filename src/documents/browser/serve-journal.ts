import { readLine } from "#documents/journal/journal-item.ts";
import { JournalWriter } from "#documents/journal/journal-writer.ts";
import { type Recovered, recover, recoverSegment } from "#documents/journal/recover.ts";
import { goOnEarlier, recoverEarlier } from "#documents/journal/recover-earlier.ts";
import type { SegmentStorage } from "#documents/journal/segment-storage.ts";
import type { Registry } from "#engine/module-definition.ts";
import { databaseStorage } from "./database-storage.ts";
import {
  CRASHED_VERSION,
  type LastWords,
  type PageMessage,
  type RecoveredState,
  type WorkerMessage,
} from "./journal-messages.ts";
import { journalsBound } from "./journals-bound.ts";
import { hasPrivateFiles, opfsStorage } from "./opfs-storage.ts";

/** Milliseconds after which what was written also outlives a power cut. */
const FLUSH = 250;
/** Crashes in a row, soon after opening, after which a document is opened as it was before its last changes; and how many those are. */
const CRASHES = 2;
const CHANGES_LEFT_OUT = 20;

export interface ServeJournalOptions {
  readonly registry: Registry;
  readonly post: (message: WorkerMessage) => void;
  readonly storage?: SegmentStorage;
}

/** Writes the journal of one page, in a worker of its own. Returns what takes the page's messages. */
export function serveJournal({
  registry,
  post,
  storage = hasPrivateFiles() ? opfsStorage() : databaseStorage(),
}: ServeJournalOptions): (message: PageMessage) => void {
  let told = -1;
  let written = -1;
  const writer = new JournalWriter({
    registry,
    storage,
    now: Date.now,
    bound: journalsBound,
    written: (n) => {
      written = n;
      // Several of one task are told together.
      if (told !== n) setTimeout(tell);
    },
    lost: () => post({ kind: "lost" }),
    failed: (error) => post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  });
  const tell = () => {
    if (told === written) return;
    told = written;
    post({ kind: "written", n: written });
  };
  let recovered: RecoveredState | undefined;
  setInterval(() => writer.tick(), FLUSH);

  return (message) => {
    switch (message.kind) {
      case "open":
        void recoverToOpen(storage, message, registry).then((found) => {
          recovered = found && {
            state: found.replica.state(),
            n: found.n,
            at: found.at,
            unread: found.unread,
            leftOut: found.leftOut,
          };
          post({ kind: "opened", recovered });
        });
        return;
      case "resume":
        if (recovered) writer.begin(recovered.state, recovered.n);
        recovered = undefined;
        return;
      case "begin":
        writer.begin(message.state, message.n);
        return;
      case "write":
        writer.write(message.n, message.item);
        return;
      case "keep-version":
        writer.keepVersion(message.name);
        return;
      case "close":
        void writer.close().then(() => post({ kind: "closed" }));
    }
  };
}

/** What a page is to begin with: all that is recovered, or less when that crashed its page time and again. */
async function recoverToOpen(
  storage: SegmentStorage,
  { uid, lastWords, crashes }: PageMessage & { kind: "open" },
  registry: Registry,
): Promise<(Recovered & { readonly leftOut: number }) | undefined> {
  const whole = await recoverWith(storage, uid, registry, lastWords);
  if (!whole || crashes < CRASHES) return whole && { ...whole, leftOut: 0 };
  try {
    const earlier = await recoverEarlier(storage, uid, registry, CHANGES_LEFT_OUT);
    if (!earlier) return { ...whole, leftOut: 0 };
    await goOnEarlier(storage, uid, { whole, earlier, name: CRASHED_VERSION, now: Date.now() });
    return earlier;
  } catch {
    // What can't be kept as a version is not left out.
    return { ...whole, leftOut: 0 };
  }
}

/** What the journal comes to, and after it the last words of the page. */
async function recoverWith(
  storage: SegmentStorage,
  uid: string,
  registry: Registry,
  lastWords: LastWords | undefined,
): Promise<Recovered | undefined> {
  const fromJournal = await recover(storage, uid, registry).catch(() => undefined);
  const spoken = lastWords?.segment === undefined ? undefined : recoverSegment(lastWords.segment, registry);
  const newest = spoken && spoken.n >= (fromJournal?.n ?? -1) ? spoken : fromJournal;
  if (!newest) return undefined;
  let { n, at, unread } = newest;
  for (const text of lastWords?.lines ?? []) {
    const line = readLine(text);
    if (line?.n !== n + 1) continue;
    if (!newest.replica.follow(line.item).ok) break;
    ({ n, at } = line);
    // It may be one the journal can't tell any more.
    unread = Math.max(0, unread - 1);
  }
  return { replica: newest.replica, n, at, unread };
}
