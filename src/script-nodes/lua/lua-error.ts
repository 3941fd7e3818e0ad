import type { ScriptError, ScriptErrorKind } from "#script-nodes/bridge.ts";

/**
 * Splits what Lua says, `chunk:line: message` and a traceback below, into its parts.
 * @param title what the error names the text by; Lua itself knows it as `chunk`.
 */
export function parseLuaError(raw: string, chunk: string, title: string, kind: ScriptErrorKind): ScriptError {
  const [head = "", ...below] = raw.split("\n");
  const traceback = below.length > 0 ? { traceback: below.join("\n") } : {};
  const placed = head.startsWith(`${chunk}:`) ? /^(\d+): (.*)$/s.exec(head.slice(chunk.length + 1)) : null;
  if (placed) return { kind, message: placed[2] ?? "", chunk: title, line: Number(placed[1]), ...traceback };
  const line = lineIn(below, chunk);
  return { kind, message: head, chunk: title, ...(line === undefined ? {} : { line }), ...traceback };
}

/** The innermost line of the script in a traceback. */
function lineIn(traceback: readonly string[], chunk: string): number | undefined {
  for (const entry of traceback) {
    const text = entry.trim();
    if (!text.startsWith(`${chunk}:`)) continue;
    const line = Number.parseInt(text.slice(chunk.length + 1), 10);
    if (line > 0) return line;
  }
  return undefined;
}
