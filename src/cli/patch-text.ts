import { linesOf } from "#documents/diff/document-lines.ts";
import { registry } from "#modules/index.ts";
import type { TextRequest } from "./document-requests.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch, readText } from "./patch-files.ts";
import type { Terminal } from "./terminal.ts";

/** Prints a patch file as lines to read and compare; one that can't be read as it is, where that is asked for. */
export async function printText({ patch, rawIfBroken }: TextRequest, terminal: Terminal): Promise<ExitCode> {
  const snapshot = await readPatch(patch, registry);
  if (snapshot.ok) {
    terminal.print(linesOf(snapshot.value, registry).join("\n"));
    return EXIT.done;
  }
  terminal.complain(snapshot.reason);
  const text = rawIfBroken ? await readText(patch) : snapshot;
  if (!text.ok) return EXIT.unreadable;
  terminal.print(text.value);
  return EXIT.done;
}
