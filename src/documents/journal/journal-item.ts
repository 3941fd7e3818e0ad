import * as z from "zod";
import type { Entry } from "#engine/entry.ts";
import type { ModuleId } from "#engine/patch.ts";

/** Text of a script that was typed and not applied yet. */
export interface DraftText {
  readonly text: string;
  /** The script's own text when the typing began. */
  readonly base: string;
}

/** What a journal holds a line of: something that happened to the patch, or what a script's unapplied text is now. */
export type JournalItem =
  | { readonly kind: "entry"; readonly entry: Entry }
  /** Without `draft` there is none any more. */
  | { readonly kind: "draft"; readonly module: ModuleId; readonly draft?: DraftText };

export interface JournalLine {
  /** Rises by one with each line of a document. */
  readonly n: number;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly item: JournalItem;
}

const count = z.int().min(0);
export const draftText = z.strictObject({ text: z.string(), base: z.string() });

const entry = z.strictObject({
  role: z.enum(["do", "undo", "redo", "begin", "end", "cancel"]),
  commands: z.array(z.looseObject({ type: z.string() })),
  origin: z.enum(["hand", "script", "midi", "osc", "file", "replay"]),
  at: z.number(),
  version: count,
  label: z.string(),
  undoable: z.boolean(),
  gesture: count.optional(),
  steps: count.optional(),
} satisfies { readonly [K in keyof Required<Entry>]: z.ZodType });

const line = z.strictObject({
  n: count,
  at: z.number(),
  item: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("entry"), entry }),
    z.strictObject({ kind: z.literal("draft"), module: z.int().min(1), draft: draftText.optional() }),
  ]),
});

/** The text of a line, without line breaks. */
export const writeLine = (written: JournalLine): string => JSON.stringify(written);

/** The line a text was written of; undefined when it is none of this version. The commands in it are checked when they are done. */
export function readLine(text: string): JournalLine | undefined {
  const read = line.safeParse(parsedJson(text));
  // The schema says the same as the type, but for fields that may be undefined as well as missing: JSON has none of those.
  return read.success ? (read.data as unknown as JournalLine) : undefined;
}

/** What a JSON text says; undefined when it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
