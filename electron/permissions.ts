import { isOwnPage } from "./own-pages.ts";

/** What the page asks for today: the files a person picks in a dialog, and the output on the whole display. */
const GRANTED: ReadonlySet<string> = new Set(["fileSystem", "fullscreen"]);

/**
 * Whether a page may use something Chromium asks permission for. Everything is denied but what is listed, and that only
 * to our own pages. The output window begins blank, so its address says nothing; it may fill the display.
 */
export function mayUse(permission: string, address: string | undefined): boolean {
  if (!GRANTED.has(permission)) return false;
  return isOwnPage(address) || (permission === "fullscreen" && address === "about:blank");
}
