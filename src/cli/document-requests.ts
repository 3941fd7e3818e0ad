import { parseArgs } from "node:util";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { only } from "./only-argument.ts";

export interface DiffRequest {
  readonly command: "diff";
  readonly before: string;
  readonly after: string;
  /** Sentences for people, changes as JSON, or the commands that make the second patch of the first. */
  readonly as: "words" | "json" | "commands";
}

export interface MergeRequest {
  readonly command: "merge";
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly out: string;
  /** What the patch is called where `out` is a name for the moment, as git's are: in messages, and for the conflicts beside it. */
  readonly name: string;
}

export interface FormatRequest {
  readonly command: "fmt";
  readonly files: readonly string[];
  /** Only says which files are not in form. */
  readonly check: boolean;
}

export interface TextRequest {
  readonly command: "text";
  readonly patch: string;
  /** Print a file that is no patch as it is. */
  readonly rawIfBroken: boolean;
}

/** What is asked of patches as files that are compared and brought together. */
export type DocumentRequest =
  | DiffRequest
  | MergeRequest
  | FormatRequest
  | TextRequest
  | { readonly command: "git-setup" };

/** Reads the arguments after each command's name. */
export const DOCUMENT_PARSERS = {
  diff(args: string[]): Outcome<DiffRequest> {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean" }, commands: { type: "boolean" } },
    });
    const [before, after, ...more] = positionals;
    if (before === undefined || after === undefined || more.length > 0)
      return refused("diff takes two patch files: diff BEFORE AFTER.");
    if (values.json && values.commands) return refused("diff takes --json or --commands, not both.");
    return done({ command: "diff", before, after, as: values.json ? "json" : values.commands ? "commands" : "words" });
  },
  merge(args: string[]): Outcome<MergeRequest> {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { out: { type: "string", short: "o" }, name: { type: "string" } },
    });
    const [base, ours, theirs, ...more] = positionals;
    if (base === undefined || ours === undefined || theirs === undefined || more.length > 0)
      return refused("merge takes three patch files: merge BASE OURS THEIRS -o OUT.");
    if (!values.out) return refused("merge needs -o OUT, the file for the result.");
    return done({ command: "merge", base, ours, theirs, out: values.out, name: values.name || values.out });
  },
  fmt(args: string[]): Outcome<FormatRequest> {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { check: { type: "boolean" } },
    });
    if (positionals.length === 0) return refused("fmt needs one patch file or more.");
    return done({ command: "fmt", files: positionals, check: values.check ?? false });
  },
  text(args: string[]): Outcome<TextRequest> {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { "raw-if-broken": { type: "boolean" } },
    });
    const patch = only(positionals, "text", "a patch file");
    return patch.ok
      ? done({ command: "text", patch: patch.value, rawIfBroken: values["raw-if-broken"] ?? false })
      : patch;
  },
  "git-setup"(args: string[]): Outcome<DocumentRequest> {
    parseArgs({ args });
    return done({ command: "git-setup" });
  },
};
