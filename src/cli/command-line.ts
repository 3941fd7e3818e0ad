import { parseArgs } from "node:util";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { DOCUMENT_PARSERS, type DocumentRequest } from "./document-requests.ts";
import { numberOption } from "./number-option.ts";
import { only } from "./only-argument.ts";
import { parseRenderTarget, type RenderTarget } from "./render-target.ts";

export interface RunRequest {
  readonly command: "run";
  readonly script: string;
  /** A script language; otherwise the file's ending decides. */
  readonly engine?: string;
  readonly patch?: string;
  /** 0 to {@link LONGEST_SECONDS}. */
  readonly seconds: number;
}

export interface RenderRequest {
  readonly command: "render";
  readonly patch: string;
  readonly target: RenderTarget;
  /** Above 0, up to {@link LONGEST_SECONDS}. */
  readonly seconds: number;
  /** 32-bit unsigned; otherwise the patch's own. */
  readonly seed?: number;
}

/** What somebody asks of the program. */
export type Request =
  | { readonly command: "help" | "version" }
  | { readonly command: "modules"; readonly json: boolean }
  | { readonly command: "validate"; readonly patch: string }
  | RunRequest
  | RenderRequest
  | DocumentRequest;

/** One hour: what a render holds in memory grows with its length. */
const LONGEST_SECONDS = 3_600;
const RENDER_SECONDS = 10;

/** Reads the arguments after the program's name. Refuses what it doesn't know, naming it. */
export function parseCommandLine(args: readonly string[]): Outcome<Request> {
  const [first, ...rest] = args;
  if (first === undefined) return refused("A command is missing.");
  if (first === "--help" || first === "-h" || first === "help") return done({ command: "help" });
  if (first === "--version") return done({ command: "version" });
  const parse = Object.hasOwn(PARSERS, first) ? PARSERS[first] : undefined;
  if (!parse) {
    return refused(
      first.startsWith("-")
        ? `“${first}” is no option that can stand before a command.`
        : `There is no command “${first}”.`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) return done({ command: "help" });
  try {
    return parse(rest);
  } catch (error) {
    // parseArgs throws for unknown and incomplete options, with a sentence that names them.
    return refused(error instanceof Error ? error.message.replace(/\. To specify .*$/s, ".") : String(error));
  }
}

const PARSERS: Readonly<Record<string, (args: string[]) => Outcome<Request>>> = {
  ...DOCUMENT_PARSERS,
  modules(args) {
    const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
    return done({ command: "modules", json: values.json ?? false });
  },
  validate(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const patch = only(positionals, "validate", "a patch file");
    return patch.ok ? done({ command: "validate", patch: patch.value }) : patch;
  },
  run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { engine: { type: "string" }, patch: { type: "string" }, seconds: { type: "string" } },
    });
    const script = only(positionals, "run", "a script file");
    if (!script.ok) return script;
    const seconds = numberOption("seconds", values.seconds ?? "0", 0, LONGEST_SECONDS);
    if (!seconds.ok) return seconds;
    const { engine, patch } = values;
    return done({
      command: "run",
      script: script.value,
      seconds: seconds.value,
      ...(engine !== undefined && { engine }),
      ...(patch !== undefined && { patch }),
    });
  },
  render(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: "string" },
        seconds: { type: "string" },
        seed: { type: "string" },
        size: { type: "string" },
        fps: { type: "string" },
      },
    });
    const patch = only(positionals, "render", "a patch file");
    if (!patch.ok) return patch;
    const target = parseRenderTarget(values);
    if (!target.ok) return target;
    const seconds = numberOption("seconds", values.seconds ?? String(RENDER_SECONDS), 0, LONGEST_SECONDS);
    if (!seconds.ok) return seconds;
    if (seconds.value === 0) return refused("--seconds of a render is above 0.");
    const seed = values.seed === undefined ? undefined : numberOption("seed", values.seed, 0, 0xffff_ffff);
    if (seed && !seed.ok) return seed;
    if (seed && !Number.isInteger(seed.value)) return refused("--seed takes a whole number.");
    return done({
      command: "render",
      patch: patch.value,
      target: target.value,
      seconds: seconds.value,
      ...(seed && { seed: seed.value }),
    });
  },
};
