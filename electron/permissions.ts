import { isOwnPage } from "./own-pages.ts";

/** What the page asks for today: files a person picks in a dialog, the output on the whole display, copying and pasting. */
const GRANTED: ReadonlySet<string> = new Set([
  "fileSystem",
  "fullscreen",
  "clipboard-sanitized-write",
  "clipboard-read",
]);

/**
 * Whether a page may use something Chromium asks permission for. Everything is denied but what is listed, and that only
 * to our own pages. The output window begins blank, so its address says nothing; it may fill the display.
 */
export function mayUse(permission: string, address: string | undefined): boolean {
  if (!GRANTED.has(permission)) return false;
  return isOwnPage(address) || (permission === "fullscreen" && address === "about:blank");
}
