import { initialSnapshot } from "#engine/empty-patch.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/browser/language-binaries.ts";
import { ENGINE_MODEL } from "#script-nodes/engine-model.ts";
import { scriptLanguages } from "#script-nodes/languages.ts";
import type { HostMessage } from "#script-nodes/protocol.ts";
import { createThreadSession } from "#script-nodes/thread-session.ts";

const handle = createThreadSession({
  languages: scriptLanguages(LANGUAGE_BINARIES),
  model: ENGINE_MODEL,
  initial: initialSnapshot(),
  now: () => performance.now(),
  post: (message) => self.postMessage(message),
});

self.onmessage = (event: MessageEvent<HostMessage>) => handle(event.data);
