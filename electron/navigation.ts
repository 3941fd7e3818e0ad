import type { WindowOpenHandlerResponse } from "electron";
import { isOwnPage } from "./own-pages.ts";

/** The name the page gives the window it opens for the picture. */
export const OUTPUT_WINDOW = "optophone-output";

/** Whether a window may go to an address: our own pages only. */
export const mayNavigate = (address: string): boolean => isOwnPage(address);

/** The answer to `window.open`: a blank window for the output, filled by the page that opened it; nothing else. */
export function windowOpenAnswer(details: {
  readonly url: string;
  readonly frameName: string;
}): WindowOpenHandlerResponse {
  const isOutput = details.frameName === OUTPUT_WINDOW && (details.url === "about:blank" || details.url === "");
  if (!isOutput) return { action: "deny" };
  return {
    action: "allow",
    overrideBrowserWindowOptions: { backgroundColor: "#000000", autoHideMenuBar: true, fullscreenable: true },
  };
}
