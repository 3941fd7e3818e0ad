import { Worker } from "node:worker_threads";
import type { Engine } from "#engine/engine.ts";
import type { LiveDrive, LiveReadings } from "#engine/live.ts";
import { DEFAULT_LIMITS, type ScriptLimits } from "#script-nodes/bridge.ts";
import type { ScriptThread, ThreadListener, ThreadMessage } from "#script-nodes/protocol.ts";
import { createScriptHostWith, type ScriptHost } from "#script-nodes/script-host.ts";

export interface NodeScriptHostOptions {
  readonly engine: Engine;
  readonly live: Pick<LiveReadings, "tick" | "value"> & LiveDrive;
  readonly onTrouble: (message: string) => void;
  readonly limits?: Partial<ScriptLimits>;
  /** Seconds since 1970, as scripts see them. */
  readonly epoch: () => number;
  /** The built `script-worker`. */
  readonly workerUrl: URL;
}

/** Scripts on the command line: in a thread of their own, which a watchdog ends when it does not answer. */
export function createNodeScriptHost(options: NodeScriptHostOptions): ScriptHost {
  const { engine, live, onTrouble, limits, epoch, workerUrl } = options;
  return createScriptHostWith({
    engine,
    live,
    onTrouble,
    limits: { ...DEFAULT_LIMITS, ...limits },
    now: () => performance.now(),
    epoch,
    spawn: (listener) => spawnWorker(workerUrl, listener),
    share: () => new SharedArrayBuffer(8),
    every(ms, run) {
      const timer = setInterval(run, ms).unref();
      return () => clearInterval(timer);
    },
  });
}

function spawnWorker(url: URL, { onMessage, onFailure }: ThreadListener): ScriptThread {
  const worker = new Worker(url);
  worker.on("message", (message: ThreadMessage) => onMessage(message));
  worker.on("messageerror", (error: Error) => onFailure(error.message));
  worker.on("error", (error: Error) => onFailure(error.message));
  worker.on("exit", () => onFailure("it ended by itself"));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
}
