import * as z from "zod";
import { FILE_VERSION } from "./file-versions.ts";
import { LONGEST_NAME, tidyTitle } from "./title.ts";

// The page's content security policy forbids code made from text, which zod would try first.
z.config({ jitless: true });

/** How a file writes a parameter: a number in its unit, an option's name, true or false. */
export const writtenValue = z.union([z.number(), z.string(), z.boolean()]);
/** What a module may be called. */
export const moduleName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "begins with a letter and goes on with letters, digits, - and _");
/** What a pattern, an asset, a preset or a patch is called, brought into the form that commands accept. */
export const title = z.string().transform(tidyTitle).pipe(z.string().min(1).max(LONGEST_NAME));
/** A whole number within limits; another writer's fraction is rounded. */
const whole = (min: number, max: number) => z.number().transform(Math.round).pipe(z.int().min(min).max(max));
/** Steps a beat is divided into. */
export const stepsPerBeat = whole(1, 96);
/** MIDI number of a note. */
export const note = whole(0, 127);
const modulePath = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*(\/[A-Za-z][A-Za-z0-9_-]*)*$/, "is no path of module names");
const content = z.record(z.string(), z.unknown());

const step = z.strictObject({
  note: note.nullable().optional(),
  volume: z.number().min(0).max(1).optional(),
  length: z.number().gt(0).max(64).optional(),
  chance: z.number().min(0).max(100).optional(),
});

/** Fields a schema of a row doesn't name are those of a newer Optophone: they are kept. */
export const moduleSchema = z.looseObject({
  name: moduleName,
  /** Path of the subpatch it lives in. */
  in: modulePath.optional(),
  type: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/, "is written like audio.filter"),
  version: z.int().min(1),
  bypassed: z.boolean().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  content: content.optional(),
  pattern: title.optional(),
});

export const connectionSchema = z.looseObject({
  from: z.string(),
  to: z.string(),
  /** Brought into range when read, as `connect` does. */
  amount: z.number().optional(),
  offset: z.number().min(-1).max(1).optional(),
  active: z.boolean().optional(),
  /** Only of a cable between places of which neither says what it carries. */
  signal: z.enum(["audio", "video", "control", "event"]).optional(),
});

export const patternSchema = z.looseObject({
  name: title,
  stepsPerBeat,
  steps: z.array(step.nullable()).min(1).max(256),
});

export const assetSchema = z.looseObject({
  name: title,
  kind: z.enum(["sound", "clip", "image"]),
  path: z
    .string()
    .max(1_024)
    .refine(
      (path) => !/^([a-z]:|[\\/])|(^|[\\/])\.\.([\\/]|$)|\\/i.test(path),
      "is a path below the patch file, with forward slashes",
    ),
  hash: z.string().regex(/^([0-9a-f]{64})?$/, "is a SHA-256 in lower-case hex"),
});

export const presetSchema = z.looseObject({
  name: title,
  summary: z.string().max(400),
  fragment: z.record(z.string(), z.unknown()),
});

/** What a patch file of the present version holds. */
export const patchSchema = z.looseObject({
  format: z.literal("optophone-patch"),
  version: z.literal(FILE_VERSION),
  name: title,
  seed: z.int().min(0).max(0xffff_ffff),
  transport: z.looseObject({ bpm: z.number().min(20).max(480), beatsPerBar: z.int().min(1).max(32) }),
  modules: z.array(moduleSchema).max(20_000),
  connections: z.array(connectionSchema).max(100_000),
  patterns: z.array(patternSchema).max(10_000),
  assets: z.array(assetSchema).max(10_000),
  presets: z.array(presetSchema),
  /** Path of a module, and where it stands. */
  layout: z.array(z.tuple([modulePath, z.number(), z.number()])).max(20_000),
});

export type PatchFile = z.infer<typeof patchSchema>;
export type FileModule = z.infer<typeof moduleSchema>;
export type FileConnection = z.infer<typeof connectionSchema>;
export type FileStep = z.infer<typeof step>;

const MOST_PROBLEMS = 10;

/** The first ten faults, a line each, whatever the file's own names hold, and how many more there are. */
export function listedProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => problem.replace(/\p{Cc}+/gu, " "));
  const rest = problems.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join("\n");
}

/** Each fault as `path: what is wrong`, with names in place of numbers where a row has one; paths begin at `place`. */
export function schemaProblems(error: z.ZodError, root: unknown, place = ""): readonly string[] {
  return error.issues.map((issue) => `${pathText(issue.path, root, place)}: ${issue.message}`);
}

const isRow = (value: unknown): value is { readonly name: unknown } =>
  typeof value === "object" && value !== null && "name" in value;

function pathText(path: readonly PropertyKey[], root: unknown, place: string): string {
  let value: unknown = root;
  let text = place;
  for (const key of path) {
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined;
    const named = Array.isArray(value) ? value[0] : isRow(value) ? value.name : undefined;
    text +=
      typeof key === "number"
        ? `[${typeof named === "string" ? named.slice(0, 40) : key}]`
        : `${text === "" ? "" : "."}${String(key)}`;
  }
  return text === "" ? "the file" : text;
}
