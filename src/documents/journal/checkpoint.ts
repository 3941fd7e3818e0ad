import * as z from "zod";
import type { UndoStacks } from "#engine/entry.ts";
import type { ModuleId, Transport } from "#engine/patch.ts";
import type { PatchData } from "#engine/patch-data.ts";
import { type DraftText, draftText, parsedJson } from "./journal-item.ts";
import { sha256 } from "./sha256.ts";
import { bytesOf } from "./text-bytes.ts";

/** All there is to a document at one moment, as plain JSON. */
export interface JournalState {
  /** The snapshot's version. */
  readonly version: number;
  readonly patch: PatchData;
  readonly transport: Transport;
  readonly undoStacks: UndoStacks;
  readonly drafts: readonly (readonly [ModuleId, DraftText])[];
}

export interface Checkpoint {
  /** Of the last line before it. */
  readonly n: number;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** Name of the version it is, when a person asked for one. */
  readonly name?: string;
  readonly state: JournalState;
}

const FORMAT = "optophone-journal";
const VERSION = 1;

const head = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  n: z.int().min(0),
  at: z.number(),
  name: z.string().optional(),
  sha256: z.string(),
});

const operation = z.looseObject({
  kind: z.enum(["row", "parameter", "step", "fields", "title", "document"]),
});
const steps = z.array(z.strictObject({ label: z.string(), operations: z.array(operation) }));
const stack = z.strictObject({ undo: steps, redo: steps }).optional();

const state = z.strictObject({
  version: z.int().min(1),
  patch: z.unknown(),
  transport: z.strictObject({
    state: z.enum(["stopped", "playing", "paused"]),
    bpm: z.number().min(20).max(480),
    beatsPerBar: z.int().min(1).max(32),
    seek: z.strictObject({ tick: z.number().min(0), serial: z.int().min(0) }),
  }),
  undoStacks: z.strictObject({ hand: stack, script: stack, midi: stack, osc: stack, file: stack, replay: stack }),
  drafts: z.array(z.tuple([z.int().min(1), draftText])),
});

/** The two texts of a checkpoint: its head, with a hash of the other, and its state. Neither holds a line break. */
export function writeCheckpoint({ n, at, name, state }: Checkpoint): readonly [head: string, state: string] {
  const written = JSON.stringify(state);
  const hash = sha256(bytesOf(written));
  return [
    JSON.stringify({ format: FORMAT, version: VERSION, n, at, ...(name !== undefined && { name }), sha256: hash }),
    written,
  ];
}

/** What {@link writeCheckpoint} wrote; undefined for anything else. Whether the patch in it holds together is seen when it is opened. */
export function readCheckpoint(headText: string, stateText: string): Checkpoint | undefined {
  const readHead = head.safeParse(parsedJson(headText));
  if (!readHead.success || sha256(bytesOf(stateText)) !== readHead.data.sha256) return undefined;
  const readState = state.safeParse(parsedJson(stateText));
  if (!readState.success) return undefined;
  const { n, at, name } = readHead.data;
  // The schema says the same as the type, but for fields that may be undefined as well as missing, and for the patch.
  return { n, at, ...(name !== undefined && { name }), state: readState.data as unknown as JournalState };
}
