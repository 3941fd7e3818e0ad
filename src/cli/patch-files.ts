import { readFile } from "node:fs/promises";
import type { Registry } from "#engine/module-definition.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Snapshot } from "#engine/patch.ts";
import { parsePatch } from "#engine/patch-file.ts";
import { hasCode } from "./error-code.ts";

/**
 * Reads a text file, without the mark some editors begin it with; refuses in a sentence that begins with its name. What is not UTF-8
 * is refused too, since letters would be lost.
 */
export async function readText(file: string): Promise<Outcome<string>> {
  const bytes = await readWhole(file);
  if (!bytes.ok) return bytes;
  try {
    return done(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return refused(`${file}: This is no UTF-8 text. Save it as UTF-8 in the program it was written with.`);
  }
}

/** Reads a file as it is; refuses in a sentence that begins with its name. */
export async function readWhole(file: string): Promise<Outcome<Uint8Array>> {
  try {
    return done(await readFile(file));
  } catch (error) {
    return refused(`${file}: ${whyUnreadable(error)}`);
  }
}

/** Reads a patch file; refuses with a line for each fault, each beginning with the file's name. */
export async function readPatch(file: string, registry: Registry): Promise<Outcome<Snapshot>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const parsed = parsePatch(text.value, registry);
  if (parsed.ok) return parsed;
  return refused(
    parsed.reason
      .split("\n")
      .map((fault) => `${file}: ${fault}`)
      .join("\n"),
  );
}

/** Why a file could not be read or written, in a sentence. */
export function whyUnreadable(error: unknown): string {
  if (hasCode(error, "ENOENT")) return "There is no such file.";
  if (hasCode(error, "EISDIR")) return "This is a folder, not a file.";
  if (hasCode(error, "EACCES", "EPERM")) return "It may not be opened by this user.";
  if (hasCode(error, "EBUSY")) return "Another program holds it. Close it there and try again.";
  if (hasCode(error, "ELOOP")) return "Its links lead back to themselves.";
  return error instanceof Error ? error.message : String(error);
}
