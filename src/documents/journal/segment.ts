import { Chain, chainedTexts } from "./chain.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { type JournalLine, readLine, writeLine } from "./journal-item.ts";

/** A piece of a journal that can be read without the others: a checkpoint and what happened after it. */
export interface Segment {
  readonly checkpoint: Checkpoint;
  /** All up to the first that is torn, altered or unknown. */
  readonly lines: readonly JournalLine[];
  /** Nothing was left out. */
  readonly whole: boolean;
}

/** Writes a segment piece by piece. */
export class SegmentText {
  readonly #chain = new Chain();

  /** Comes first, once. */
  checkpoint(checkpoint: Checkpoint): string {
    return writeCheckpoint(checkpoint)
      .map((text) => this.#chain.line(text))
      .join("");
  }

  line(line: JournalLine): string {
    return this.#chain.line(writeLine(line));
  }
}

/** Reads a segment as far as it is whole; undefined when not even its checkpoint is. */
export function readSegment(written: string): Segment | undefined {
  const { texts, whole } = chainedTexts(written);
  const [head, state, ...rest] = texts;
  const checkpoint = head === undefined || state === undefined ? undefined : readCheckpoint(head, state);
  if (!checkpoint) return undefined;
  const lines: JournalLine[] = [];
  for (const text of rest) {
    const line = readLine(text);
    if (!line || line.n !== checkpoint.n + lines.length + 1) return { checkpoint, lines, whole: false };
    lines.push(line);
  }
  return { checkpoint, lines, whole };
}

/** The part of a segment's text that is its checkpoint. */
export function checkpointText(written: string): string {
  const end = written.indexOf("\n", written.indexOf("\n") + 1);
  return end < 0 ? written : written.slice(0, end + 1);
}
