import type { Registry } from "#engine/module-definition.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { JournalItem } from "./journal-item.ts";
import { type Recovered, recover, recoverSegment } from "./recover.ts";
import { readSegment, type Segment } from "./segment.ts";
import type { SegmentStorage } from "./segment-storage.ts";
import { WritingSegment } from "./writing-segment.ts";

/** A document as it was before its last changes. */
export interface RecoveredEarlier extends Recovered {
  /** How many changes it is without, those of scripts not counted; a gesture is one. */
  readonly leftOut: number;
}

/**
 * A document before the last `changes` changes of what is recovered of it, or as early as its journal goes back. Undefined when that is
 * no earlier.
 */
export async function recoverEarlier(
  storage: SegmentStorage,
  uid: string,
  registry: Registry,
  changes: number,
): Promise<RecoveredEarlier | undefined> {
  let until = (await recover(storage, uid, registry))?.n;
  if (until === undefined) return undefined;
  let leftOut = 0;
  let earliest: RecoveredEarlier | undefined;
  for (const file of [...(await storage.list(uid))].reverse()) {
    const text = await storage.read(uid, file).catch(() => "");
    const segment = readSegment(text);
    // One that begins later belongs to a history that was left before.
    if (!segment || segment.checkpoint.n > until) continue;
    const cut = cutOf(segment, until, changes - leftOut);
    leftOut += cut.counted;
    const recovered = leftOut > 0 ? recoverSegment(text, registry, cut.n) : undefined;
    if (recovered) earliest = { ...recovered, leftOut };
    if (leftOut >= changes && earliest) break;
    until = segment.checkpoint.n;
  }
  return earliest;
}

/** The line of a segment up to which it is to be followed so that `changes` of those up to `until` are left out, and how many that are. */
function cutOf({ checkpoint, lines }: Segment, until: number, changes: number): { n: number; counted: number } {
  const known = lines.filter(({ n }) => n <= until);
  let n = known.at(-1)?.n ?? checkpoint.n;
  // Lines no segment holds: last words that became part of the next checkpoint.
  let counted = until - n;
  for (const line of known.reverse()) {
    if (counted >= changes) break;
    if (isChange(line.item)) counted++;
    n = line.n - 1;
  }
  return { n, counted };
}

/** Scripts' changes go with those around them: a busy script would have all that are left out to itself. */
const isChange = (item: JournalItem): boolean =>
  item.kind === "entry" &&
  item.entry.origin !== "script" &&
  (item.entry.gesture === undefined || item.entry.role === "begin");

/** Has a document go on as it was earlier: what it was is kept as a version of this name, and the newest is the earlier. */
export async function goOnEarlier(
  storage: SegmentStorage,
  uid: string,
  { whole, earlier, name, now }: { whole: Recovered; earlier: Recovered; name: string; now: number },
): Promise<void> {
  await writeCheckpoint(storage, uid, { n: whole.n, at: now, name, state: whole.replica.state() });
  await writeCheckpoint(storage, uid, { n: earlier.n, at: now, state: earlier.replica.state() });
}

/** Writes a segment without lines. Rejects when storage doesn't take it. */
function writeCheckpoint(storage: SegmentStorage, uid: string, checkpoint: Checkpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    const segment = new WritingSegment({
      storage,
      uid,
      checkpoint,
      after: Promise.resolve(),
      opened: () => undefined,
      failed: reject,
    });
    segment.close().then(resolve, reject);
  });
}
