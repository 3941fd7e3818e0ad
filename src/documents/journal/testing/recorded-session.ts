import type { JournalState } from "#documents/journal/checkpoint.ts";
import { stateOf } from "#documents/journal/replica.ts";
import { SegmentText } from "#documents/journal/segment.ts";
import type { Engine } from "#engine/engine.ts";
import type { Entry } from "#engine/entry.ts";
import { session, type Turn } from "./random-session.ts";

/** A segment as it was written, its checkpoint first, and the document's state at each piece. */
export interface RecordedSession {
  readonly pieces: readonly string[];
  readonly states: readonly JournalState[];
}

const now = (engine: Engine): JournalState =>
  JSON.parse(JSON.stringify(stateOf(engine.snapshot(), engine.undoStacks())));

/** Records a session from the turn on at which the checkpoint is. */
export function recorded(turns: readonly Turn[], checkpointAt: number): RecordedSession {
  const { engine, take } = session();
  const text = new SegmentText();
  const pieces: string[] = [];
  const states: JournalState[] = [];
  let told: Entry[] = [];
  engine.onEntry((entry) => told.push(entry));
  turns.forEach((turn, at) => {
    if (at === checkpointAt) {
      engine.endGestures();
      told = [];
      pieces.push(text.checkpoint({ n: 0, at: 0, state: now(engine) }));
      states.push(now(engine));
    }
    take(turn);
    if (pieces.length === 0) return;
    for (const entry of told) {
      const n = states.length;
      pieces.push(text.line({ n, at: n, item: { kind: "entry", entry } }));
      // Of what one turn told, only the last line comes to the state after it.
      states.push(now(engine));
    }
    told = [];
  });
  return { pieces, states };
}
