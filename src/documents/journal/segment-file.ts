/** A segment of a document's journal as storage has it; its name says all that thinning needs to know. */
export interface SegmentFile {
  /** Rises with each of a document. */
  readonly number: number;
  /** When its checkpoint was written, in milliseconds since 1970. */
  readonly at: number;
  /** Its checkpoint is a version a person named. */
  readonly isVersion: boolean;
  /** Only its checkpoint is left. */
  readonly isShort: boolean;
}

/** A file and the bytes it takes. */
export interface StoredSegment extends SegmentFile {
  readonly size: number;
}

const NAME = /^(\d{8})-(\d{1,15})(-version)?(-short)?$/;

/** The name of its file, without an extension. In alphabetical order the later ones are last. */
export function segmentName({ number, at, isVersion, isShort }: SegmentFile): string {
  return `${String(number).padStart(8, "0")}-${at}${isVersion ? "-version" : ""}${isShort ? "-short" : ""}`;
}

/** What a name says; undefined for a file that is none of ours. */
export function segmentOfName(name: string): SegmentFile | undefined {
  const [, number, at, version, short] = NAME.exec(name) ?? [];
  if (number === undefined || at === undefined) return undefined;
  return {
    number: Number(number),
    at: Number(at),
    isVersion: version !== undefined,
    isShort: short !== undefined,
  };
}
