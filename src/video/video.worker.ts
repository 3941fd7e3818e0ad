import "pixi.js/unsafe-eval";
import { DOMAdapter, WebWorkerAdapter } from "pixi.js";
import { PictureHost } from "./renderer-host.ts";
import type { ToPicture } from "./worker-protocol.ts";

DOMAdapter.set(WebWorkerAdapter);

const host = new PictureHost({
  post: (message, transfer = []) => self.postMessage(message, { transfer }),
  now: () => performance.timeOrigin + performance.now(),
});

self.onmessage = (event: MessageEvent<ToPicture>) => host.receive(event.data);

self.requestAnimationFrame(function step() {
  self.requestAnimationFrame(step);
  host.frame();
});
