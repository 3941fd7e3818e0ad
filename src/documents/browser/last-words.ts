import * as z from "zod";
import type { LastWords } from "./journal-messages.ts";

const PREFIX = "optophone-journal/";

const lastWords = z.strictObject({ segment: z.string().optional(), lines: z.array(z.string()) });

/** Keeps a document's last words before this call returns. Answers whether there was room. */
export function speakLastWords(uid: string, words: LastWords): boolean {
  try {
    localStorage.setItem(PREFIX + uid, JSON.stringify(words));
    return true;
  } catch {
    return false;
  }
}

/** Forgets them: the page goes on, or all that was in them is written. */
export function takeBackLastWords(uid: string): void {
  try {
    localStorage.removeItem(PREFIX + uid);
  } catch {
    // A forbidden storage holds none.
  }
}

/** The last words of the page that had the document; undefined when it ended without any, as in a crash. They stay until taken back. */
export function hearLastWords(uid: string): LastWords | undefined {
  try {
    const read = lastWords.safeParse(JSON.parse(localStorage.getItem(PREFIX + uid) ?? "null"));
    if (!read.success) return undefined;
    const { segment, lines } = read.data;
    return { lines, ...(segment !== undefined && { segment }) };
  } catch {
    return undefined;
  }
}
