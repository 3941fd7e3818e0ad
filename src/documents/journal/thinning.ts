import type { SegmentFile, StoredSegment } from "./segment-file.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Bytes a document's journal may take. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of a document's segments these, the last ones, stay whole: the checkpoint of the very last may be torn. */
export const ALWAYS_WHOLE = 2;

/** What is to go of a journal. */
export interface Thinning {
  readonly remove: readonly SegmentFile[];
  /** Of these only the checkpoint stays. */
  readonly shorten: readonly SegmentFile[];
}

/**
 * What can go of a document's segments, given oldest first: everything of the last hour stays, of the last day a checkpoint each ten
 * minutes, of the last 30 days one a day. More than 64 MB are never kept. Versions stay.
 */
export function thin(files: readonly StoredSegment[], now: number): Thinning {
  const remove = new Set<StoredSegment>();
  const shorten: StoredSegment[] = [];
  const taken = new Set<string>();
  const thinnable = files.slice(0, -ALWAYS_WHOLE);
  for (const [index, file] of thinnable.entries()) {
    // Its lines go on until the next one begins.
    if (now - (files[index + 1]?.at ?? now) <= HOUR) continue;
    const age = now - file.at;
    const slot = age <= DAY ? `minutes ${Math.floor(file.at / (10 * MINUTE))}` : `day ${Math.floor(file.at / DAY)}`;
    if (!file.isVersion && (age > 30 * DAY || taken.has(slot))) remove.add(file);
    else {
      taken.add(slot);
      if (!file.isShort) shorten.push(file);
    }
  }
  let bytes = files.reduce((sum, file) => sum + (remove.has(file) ? 0 : file.size), 0);
  for (const file of thinnable) {
    if (bytes <= MOST_BYTES) break;
    if (file.isVersion || remove.has(file)) continue;
    remove.add(file);
    bytes -= file.size;
  }
  return { remove: [...remove], shorten: shorten.filter((file) => !remove.has(file)) };
}
