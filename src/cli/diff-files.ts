import { wordsOf } from "#documents/diff/change-words.ts";
import { commandsOf } from "#documents/diff/commands-of.ts";
import { diffPatches } from "#documents/diff/diff-patches.ts";
import type { Snapshot } from "#engine/patch.ts";
import { registry } from "#modules/index.ts";
import type { DiffRequest } from "./document-requests.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch } from "./patch-files.ts";
import type { Terminal } from "./terminal.ts";

/** Says what makes the second patch file of the first, a line for each change. */
export async function diffFiles(request: DiffRequest, terminal: Terminal): Promise<ExitCode> {
  const [before, after] = await Promise.all([readPatch(request.before, registry), readPatch(request.after, registry)]);
  for (const read of [before, after]) if (!read.ok) terminal.complain(read.reason);
  if (!before.ok || !after.ok) return EXIT.unreadable;
  const lines = LINES[request.as](before.value, after.value);
  for (const line of lines) terminal.print(line);
  return lines.length > 0 ? EXIT.differs : EXIT.done;
}

const LINES: Readonly<Record<DiffRequest["as"], (before: Snapshot, after: Snapshot) => readonly string[]>> = {
  words: (before, after) => diffPatches(before, after, registry).map((change) => wordsOf(change, registry)),
  json: (before, after) => diffPatches(before, after, registry).map((change) => JSON.stringify(change)),
  commands: (before, after) => commandsOf(before, after, registry).map((command) => JSON.stringify(command)),
};
