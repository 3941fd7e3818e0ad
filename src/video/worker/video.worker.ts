import "pixi.js/unsafe-eval";
import { DOMAdapter, WebWorkerAdapter } from "pixi.js";
import type { ToPicture } from "#video/graph/worker-protocol.ts";
import { PictureHost } from "./picture-host.ts";

DOMAdapter.set(WebWorkerAdapter);

const host = new PictureHost({
  post: (message, transfer = []) => self.postMessage(message, { transfer }),
  now: () => performance.timeOrigin + performance.now(),
});

self.onmessage = (event: MessageEvent<ToPicture>) => host.receive(event.data);

/** While the page is out of sight the display gives no frames; the picture may still be seen in another window. */
const UNSEEN_MS = 150;
const UNSEEN_INTERVAL_MS = 16;
let displayed = performance.now();

self.requestAnimationFrame(function step(now) {
  self.requestAnimationFrame(step);
  displayed = now;
  host.frame();
});

self.setInterval(() => {
  if (performance.now() - displayed > UNSEEN_MS) host.frame();
}, UNSEEN_INTERVAL_MS);
