import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { DEFAULT_LIMITS, type ScriptLimits } from "#script-nodes/bridge.ts";
import type { ScriptThread, ThreadListener, ThreadMessage } from "#script-nodes/protocol.ts";
import { createScriptHostWith, type ScriptHost } from "#script-nodes/script-host.ts";
import { onPageTick } from "./page-ticks.ts";

export interface PageScriptHostOptions {
  readonly engine: Engine;
  readonly live: Pick<LiveReadings, "tick" | "value"> & LiveDrive;
  readonly onTrouble: (message: string) => void;
  readonly limits?: Partial<ScriptLimits>;
}

/** Runs every script module of the patch in a worker and calls their frame callbacks with the display, also while the page is hidden. */
export function createScriptHost({ engine, live, onTrouble, limits }: PageScriptHostOptions): ScriptHost {
  const host = createScriptHostWith({
    engine,
    live,
    onTrouble,
    limits: { ...DEFAULT_LIMITS, ...limits },
    spawn: spawnWorker,
    now: () => performance.now(),
    epoch: () => Date.now() / 1_000,
    every(ms, run) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    ...(globalThis.crossOriginIsolated ? { share: () => new SharedArrayBuffer(8) } : {}),
  });
  const endTicks = onPageTick((seconds) => host.frame(seconds));
  return {
    ...host,
    dispose() {
      endTicks();
      host.dispose();
    },
  };
}

function spawnWorker({ onMessage, onFailure }: ThreadListener): ScriptThread {
  const worker = new Worker(new URL("./script-worker.ts", import.meta.url), { type: "module", name: "scripts" });
  worker.onmessage = (event: MessageEvent<ThreadMessage>) => onMessage(event.data);
  worker.onerror = (event) => onFailure(event.message || "its program could not be loaded");
  worker.onmessageerror = () => onFailure("a message could not be read");
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
}
