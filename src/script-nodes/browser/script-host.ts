import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { DEFAULT_LIMITS, type ScriptLimits } from "#script-nodes/bridge.ts";
import type { ScriptThread, ThreadListener, ThreadMessage } from "#script-nodes/protocol.ts";
import { createScriptHostWith, type ScriptHost } from "#script-nodes/script-host.ts";

export interface PageScriptHostOptions {
  readonly engine: Engine;
  readonly live: Pick<LiveReadings, "tick" | "value"> & LiveDrive;
  readonly onTrouble: (message: string) => void;
  readonly limits?: Partial<ScriptLimits>;
}

/**
 * Runs every script module of the patch in a worker and calls their frame callbacks with the display. A script that hangs the worker is
 * disabled; the others begin anew in the next one.
 */
export function createScriptHost({ engine, live, onTrouble, limits }: PageScriptHostOptions): ScriptHost {
  const host = createScriptHostWith({
    engine,
    live,
    onTrouble,
    limits: { ...DEFAULT_LIMITS, ...limits },
    spawn: spawnWorker,
    now: () => performance.now(),
    every(ms, run) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    ...(globalThis.crossOriginIsolated ? { share: () => new SharedArrayBuffer(8) } : {}),
  });
  let request = requestAnimationFrame(function step(time) {
    host.frame(time / 1_000, Date.now() / 1_000);
    request = requestAnimationFrame(step);
  });
  return {
    ...host,
    dispose() {
      cancelAnimationFrame(request);
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
