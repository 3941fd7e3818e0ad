import type { StoredSegment } from "./segment-file.ts";
import { ALWAYS_WHOLE } from "./thinning.ts";

/** The segments of one document, the oldest first. */
export interface StoredJournal {
  readonly uid: string;
  readonly files: readonly StoredSegment[];
  /** A page has the document: nothing of it goes. */
  readonly isOpen: boolean;
}

/** A segment of a document. */
export interface SegmentOf {
  readonly uid: string;
  readonly file: StoredSegment;
}

/**
 * What is to go so that all journals of a device together take no more than `most` bytes, the oldest first. Versions, the newest two
 * segments of each document and all of those that are open stay, even when that is more.
 */
export function thinTogether(journals: readonly StoredJournal[], most: number): readonly SegmentOf[] {
  let bytes = journals.reduce((sum, { files }) => sum + sizeOf(files), 0);
  const thinnable = journals
    .filter(({ isOpen }) => !isOpen)
    .flatMap(({ uid, files }) => files.slice(0, -ALWAYS_WHOLE).map((file) => ({ uid, file })))
    .filter(({ file }) => !file.isVersion)
    .sort((a, b) => a.file.at - b.file.at);
  const remove: SegmentOf[] = [];
  for (const candidate of thinnable) {
    if (bytes <= most) break;
    remove.push(candidate);
    bytes -= candidate.file.size;
  }
  return remove;
}

const sizeOf = (files: readonly StoredSegment[]): number => files.reduce((sum, { size }) => sum + size, 0);
