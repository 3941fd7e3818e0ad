import { parentPort } from "node:worker_threads";
import { initialSnapshot } from "#engine/empty-patch.ts";
import { ENGINE_MODEL } from "#script-nodes/engine-model.ts";
import { luaPlugin } from "#script-nodes/lua/lua-plugin.ts";
import type { HostMessage } from "#script-nodes/protocol.ts";
import { createScriptEngineRegistry } from "#script-nodes/registry.ts";
import { createThreadSession } from "#script-nodes/thread-session.ts";

const languages = createScriptEngineRegistry();
languages.register(luaPlugin());

const handle = createThreadSession({
  languages,
  model: ENGINE_MODEL,
  initial: initialSnapshot(),
  now: () => performance.now(),
  post: (message) => parentPort?.postMessage(message),
});

parentPort?.on("message", (message: HostMessage) => handle(message));
