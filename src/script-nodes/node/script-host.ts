import { Worker } from "node:worker_threads";
import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { DEFAULT_LIMITS, type ScriptLimits } from "#script-nodes/bridge.ts";
import { spawnInline } from "#script-nodes/inline-thread.ts";
import { luaPlugin } from "#script-nodes/lua/lua-plugin.ts";
import type { ScriptThread, ThreadListener, ThreadMessage } from "#script-nodes/protocol.ts";
import { createScriptEngineRegistry } from "#script-nodes/registry.ts";
import { createScriptHostWith, type ScriptHost } from "#script-nodes/script-host.ts";

export interface NodeScriptHostOptions {
  readonly engine: Engine;
  readonly live: Pick<LiveReadings, "tick" | "value"> & LiveDrive;
  readonly onTrouble: (message: string) => void;
  readonly limits?: Partial<ScriptLimits>;
  /**
   * The built `script-worker`. With it scripts run in a thread of their own that a watchdog can end; without it they run in this one,
   * step by step, and a render repeats.
   */
  readonly workerUrl?: URL;
}

/** Milliseconds a script may take in a render: only instructions count there, since a busy machine must not change the result. */
const RENDER_MS = 60_000;

/** Scripts on the command line. */
export function createNodeScriptHost({
  engine,
  live,
  onTrouble,
  limits,
  workerUrl,
}: NodeScriptHostOptions): ScriptHost {
  const now = () => performance.now();
  const common = { engine, live, onTrouble, now };
  if (workerUrl) {
    return createScriptHostWith({
      ...common,
      limits: { ...DEFAULT_LIMITS, ...limits },
      spawn: (listener) => spawnWorker(workerUrl, listener),
      share: () => new SharedArrayBuffer(8),
      every(ms, run) {
        const timer = setInterval(run, ms).unref();
        return () => clearInterval(timer);
      },
    });
  }
  const languages = createScriptEngineRegistry();
  languages.register(luaPlugin());
  return createScriptHostWith({
    ...common,
    limits: { ...DEFAULT_LIMITS, loadMs: RENDER_MS, callbackMs: RENDER_MS, ...limits },
    spawn: spawnInline(languages, now),
  });
}

function spawnWorker(url: URL, { onMessage, onFailure }: ThreadListener): ScriptThread {
  const worker = new Worker(url);
  worker.on("message", (message: ThreadMessage) => onMessage(message));
  worker.on("error", (error: Error) => onFailure(error.message));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
}
