import wasmUrl from "wasmoon/dist/glue.wasm?url";
import { initialSnapshot } from "#engine/empty-patch.ts";
import { ENGINE_MODEL } from "#script-nodes/engine-model.ts";
import { luaPlugin } from "#script-nodes/lua/lua-plugin.ts";
import type { HostMessage } from "#script-nodes/protocol.ts";
import { createScriptEngineRegistry } from "#script-nodes/registry.ts";
import { createThreadSession } from "#script-nodes/thread-session.ts";

const languages = createScriptEngineRegistry();
languages.register(luaPlugin(wasmUrl));

const handle = createThreadSession({
  languages,
  model: ENGINE_MODEL,
  initial: initialSnapshot(),
  now: () => performance.now(),
  post: (message) => self.postMessage(message),
});

self.onmessage = (event: MessageEvent<HostMessage>) => handle(event.data);
