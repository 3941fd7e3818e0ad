import type { VideoPort } from "#app/session-port.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";

let open: Window | null = null;

/**
 * Opens a window that shows nothing but the picture, for a second display; a double click fills the screen.
 * Called again it brings the same window to the front. Refuses where the browser blocks windows.
 */
export function openOutputWindow(video: VideoPort): Outcome<void> {
  if (open && !open.closed) {
    open.focus();
    return done(undefined);
  }
  const opened = window.open("", "optophone-output", "popup,width=1280,height=720");
  if (!opened) return refused("The browser blocked the output window. Allow pop-ups for this page and try again.");
  open = opened;
  const { document: page } = opened;
  page.title = "Optophone output";
  page.documentElement.lang = "en";
  page.body.replaceChildren();
  const canvas = page.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Output picture");
  Object.assign(page.body.style, { margin: "0", background: "#000", overflow: "hidden", cursor: "none" });
  Object.assign(canvas.style, { display: "block", width: "100vw", height: "100vh", objectFit: "contain" });
  page.body.append(canvas);
  const detach = video.attachOutput(canvas);
  canvas.addEventListener("dblclick", () => {
    if (page.fullscreenElement) void page.exitFullscreen();
    else void page.documentElement.requestFullscreen();
  });
  const close = () => {
    detach();
    open = null;
  };
  const closeWithPage = () => opened.close();
  opened.addEventListener("pagehide", () => {
    window.removeEventListener("pagehide", closeWithPage);
    close();
  });
  window.addEventListener("pagehide", closeWithPage);
  return done(undefined);
}
