import type { PageMessage } from "#documents/browser/journal-messages.ts";
import { serveJournal } from "#documents/browser/serve-journal.ts";
import { registry } from "#modules/index.ts";

const take = serveJournal({ registry, post: (message) => self.postMessage(message) });

self.onmessage = (event: MessageEvent<PageMessage>) => take(event.data);
