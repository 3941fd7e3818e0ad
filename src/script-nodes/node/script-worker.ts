import { parentPort } from "node:worker_threads";
import { initialSnapshot } from "#engine/empty-patch.ts";
import { ENGINE_MODEL } from "#script-nodes/engine-model.ts";
import { scriptLanguages } from "#script-nodes/languages.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import type { HostMessage } from "#script-nodes/protocol.ts";
import { createThreadSession } from "#script-nodes/thread-session.ts";

const handle = createThreadSession({
  languages: scriptLanguages(LANGUAGE_BINARIES),
  model: ENGINE_MODEL,
  initial: initialSnapshot(),
  now: () => performance.now(),
  post: (message) => parentPort?.postMessage(message),
});

parentPort?.on("message", (message: HostMessage) => handle(message));
