import type { OpenedPatch, PatchText } from "#app/session-port.ts";
import type { Notices } from "#app/state/notices.tsx";
import { replacePatch } from "#engine/command.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import { startAutosave } from "./autosave.ts";
import { type Autosave, type AutosaveStore, openAutosaveStore } from "./autosave-store.ts";
import { createPatchFiles, type PatchFiles } from "./patch-files.ts";

export interface OpenDocumentOptions {
  readonly engine: Engine;
  readonly text: PatchText;
  readonly notices: Notices;
  /** Text of the patch a newcomer sees. */
  readonly welcome: () => Promise<string>;
  /** Name of the browser database that keeps autosaves. */
  readonly database?: string;
}

/**
 * Brings back the patch as it was when the page was left, or the welcome patch, and keeps it from then on.
 * What is brought back is not an undo step.
 */
export async function openDocument(options: OpenDocumentOptions): Promise<PatchFiles> {
  const { engine, text, notices, database } = options;
  const store = await openAutosaveStore(database).catch(() => undefined);
  const restored = store && (await restoreLatest(store, options));
  if (!restored) await loadWelcome(options);
  const files = createPatchFiles({ engine, text, notices, emptyPatch });
  if (restored) files.restore(restored);
  if (!store) {
    notices.tell({ text: "This browser keeps nothing between visits. Save your patch to a file.", tone: "refusal" });
    return files;
  }
  const endAutosave = startAutosave({
    engine,
    files,
    text,
    store,
    onTrouble: (message) => notices.tell({ text: message, tone: "refusal" }),
  });
  return {
    ...files,
    end: () => {
      endAutosave();
      files.end();
    },
  };
}

/** Shows the welcome patch; without it the patch stays empty and says why. */
async function loadWelcome({ engine, text, notices, welcome }: OpenDocumentOptions): Promise<void> {
  try {
    const parsed = text.parse(await welcome());
    if (parsed.ok) load(engine, parsed.value);
    else notices.tell({ text: parsed.reason, tone: "refusal" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notices.tell({ text: `The first patch could not be fetched, so this one is empty: ${reason}`, tone: "refusal" });
  }
}

/** The newest autosave that can still be read. */
async function restoreLatest(
  store: AutosaveStore,
  { engine, text, notices }: OpenDocumentOptions,
): Promise<Autosave | undefined> {
  for (const autosave of await store.list()) {
    const parsed = text.parse(autosave.text);
    if (parsed.ok) {
      load(engine, parsed.value);
      return autosave;
    }
    notices.tell({
      text: `The last autosave of “${autosave.name}” could not be read, an older one is open: ${parsed.reason}`,
      tone: "refusal",
    });
  }
  return undefined;
}

function load(engine: Engine, opened: OpenedPatch): void {
  engine.submit(replacePatch(opened), { origin: "file", undoable: false });
  engine.flush();
}
