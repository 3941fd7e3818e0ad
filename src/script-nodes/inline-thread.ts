import { initialSnapshot } from "#engine/empty-patch.ts";
import { ENGINE_MODEL } from "./engine-model.ts";
import type { ScriptThread, ThreadListener } from "./protocol.ts";
import type { ScriptEngineRegistry } from "./registry.ts";
import { createThreadSession } from "./thread-session.ts";

/** Scripts in this very thread: everything but a load is answered before `post` returns, so a render can step them exactly. */
export function spawnInline(languages: ScriptEngineRegistry, now: () => number) {
  return ({ onMessage }: ThreadListener): ScriptThread => {
    let ended = false;
    const handle = createThreadSession({
      languages,
      model: ENGINE_MODEL,
      initial: initialSnapshot(),
      now,
      post: (message) => {
        if (!ended) onMessage(message);
      },
    });
    return {
      post: handle,
      terminate() {
        ended = true;
      },
    };
  };
}
