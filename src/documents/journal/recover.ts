import type { Registry } from "#engine/module-definition.ts";
import { Replica } from "./replica.ts";
import { readSegment } from "./segment.ts";
import type { SegmentStorage } from "./segment-storage.ts";

/** A checkpoint's head and its state. */
const CHECKPOINT_LINES = 2;

/** A document as its journal has it. */
export interface Recovered {
  readonly replica: Replica;
  /** Of the last line followed. */
  readonly n: number;
  /** When that was written, in milliseconds since 1970. */
  readonly at: number;
  /** How many lines were written after that and can't be followed: torn, altered, or saying what could not have happened. */
  readonly unread: number;
}

/**
 * What a segment's text comes to: its checkpoint, and after it all lines up to the first that is torn, altered or could not have
 * happened, or the one numbered `upTo`. Undefined when the checkpoint is broken. Never throws, whatever the text.
 */
export function recoverSegment(
  written: string,
  registry: Registry,
  upTo = Number.POSITIVE_INFINITY,
): Recovered | undefined {
  const segment = readSegment(written);
  if (!segment) return undefined;
  let unread = linesIn(written);
  const begun = Replica.of(segment.checkpoint.state, registry);
  if (!begun.ok) return undefined;
  let { n, at } = segment.checkpoint;
  for (const line of segment.lines) {
    if (line.n > upTo || !begun.value.follow(line.item).ok) break;
    ({ n, at } = line);
    unread--;
  }
  return { replica: begun.value, n, at, unread: n === upTo ? 0 : unread };
}

/** How many lines follow a segment's checkpoint, whole or not. */
function linesIn(written: string): number {
  let ends = 0;
  for (let at = written.indexOf("\n"); at >= 0; at = written.indexOf("\n", at + 1)) ends++;
  const pieces = ends + (written === "" || written.endsWith("\n") ? 0 : 1);
  return Math.max(0, pieces - CHECKPOINT_LINES);
}

/** The newest state that can still be read of a document; undefined when there is none. */
export async function recover(
  storage: SegmentStorage,
  uid: string,
  registry: Registry,
): Promise<Recovered | undefined> {
  let unread = 0;
  for (const file of [...(await storage.list(uid))].reverse()) {
    const text = await storage.read(uid, file).catch(() => "");
    const recovered = recoverSegment(text, registry);
    if (recovered) return { ...recovered, unread: unread + recovered.unread };
    unread += linesIn(text);
  }
  return undefined;
}
