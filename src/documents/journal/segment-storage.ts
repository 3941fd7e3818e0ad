import type { SegmentFile, StoredSegment } from "./segment-file.ts";

/** Where a device keeps journals. */
export interface SegmentStorage {
  /** The uids of all documents with a journal, in no order. */
  documents(): Promise<readonly string[]>;
  /** The segments of a document, the oldest first; none of one that is not known. */
  list(uid: string): Promise<readonly StoredSegment[]>;
  /** The text of a segment, however much of it is there. */
  read(uid: string, file: SegmentFile): Promise<string>;
  /** Begins a segment. Rejects when there is no room, or it is there already. */
  create(uid: string, file: SegmentFile): Promise<SegmentSink>;
  /** Compresses a segment that is written to its end. */
  pack(uid: string, file: SegmentFile): Promise<void>;
  /** Leaves of a segment only a text, under the name given. */
  shorten(uid: string, file: SegmentFile, text: string, as: SegmentFile): Promise<void>;
  remove(uid: string, file: SegmentFile): Promise<void>;
}

/** A segment being written. */
export interface SegmentSink {
  /** Adds a text, so that it outlives this program. Throws when there is no room; nothing of it is there then. */
  append(text: string): void;
  /** Has what was added outlive a power cut. */
  flush(): void;
  close(): Promise<void>;
}
