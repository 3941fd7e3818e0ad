import { initialSnapshot } from "#engine/empty-patch.ts";
import { ENGINE_MODEL } from "#script-nodes/engine-model.ts";
import type { ScriptThread, ThreadListener } from "#script-nodes/protocol.ts";
import type { ScriptEngineRegistry } from "#script-nodes/registry.ts";
import { createThreadSession } from "#script-nodes/thread-session.ts";

/** For tests: scripts in this very thread. Everything but a load is answered before `post` returns, so a test can step them. */
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
