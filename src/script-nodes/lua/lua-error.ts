import type { ScriptError, ScriptErrorKind } from "#script-nodes/bridge.ts";
import { PRELUDE_CHUNK } from "./prelude.ts";

/** An error as Lua tells it. */
export interface LuaProblem {
  /** `chunk:line: message`, or just a message; of any number of lines. */
  readonly text: string;
  readonly traceback?: string;
}

/** A text a script was made of. */
export interface TextName {
  /** What errors name it by. */
  readonly title: string;
  /** The title as Lua knows it: its end, where it is long. */
  readonly chunk: string;
}

const RECURSION = /^(?:error in error handling|(?:C )?stack overflow)/;
export const ENDLESS_RECURSION = "It calls itself without end.";

/** Splits what Lua says into its parts. The line is that of the message, or else the innermost of the script in the traceback. */
export function parseLuaError(problem: LuaProblem, name: TextName, kind: ScriptErrorKind): ScriptError {
  const { title, chunk } = name;
  const frames = framesOf(problem.traceback ?? "");
  const traceback = frames.length > 0 ? { traceback: ["stack traceback:", ...frames].join("\n") } : {};
  const { text } = problem;
  const placed = text.startsWith(`${chunk}:`) ? /^(\d+): (.*)$/s.exec(text.slice(chunk.length + 1)) : null;
  const message = placed?.[2] ?? text;
  const line = placed ? Number(placed[1]) : lineIn(frames, chunk);
  return {
    kind,
    message: kind === "runtime" && RECURSION.test(message) ? ENDLESS_RECURSION : message,
    chunk: title,
    ...(line === undefined ? {} : { line }),
    ...traceback,
  };
}

/** The lines of a traceback that are about the script. */
function framesOf(traceback: string): readonly string[] {
  return traceback
    .split("\n")
    .filter((line) => line.startsWith("\t") && !line.startsWith(`\t${PRELUDE_CHUNK}:`) && line !== "\t[C]: in ?");
}

/** The innermost line of the script in a traceback. */
function lineIn(frames: readonly string[], chunk: string): number | undefined {
  for (const entry of frames) {
    const text = entry.trim();
    if (!text.startsWith(`${chunk}:`)) continue;
    const line = Number.parseInt(text.slice(chunk.length + 1), 10);
    if (line > 0) return line;
  }
  return undefined;
}
