import type { AppSession } from "#app/session-port.ts";
import type { Changes } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { DraftOwner, DraftStore } from "./draft-store.ts";
import { type Draft, type DraftsState, dropDraft, replaceDrafts } from "./drafts-slice.ts";
import { scriptSource } from "./script-source.ts";

export interface DraftMemoryOptions {
  readonly session: Pick<AppSession, "engine" | "store" | "registry">;
  readonly drafts: DraftStore;
  readonly onTrouble: (message: string) => void;
}

/**
 * Keeps unapplied script texts from the moment they are typed, and brings them back with their document: after a reload, and when it is
 * opened again. What is opened later may be another document of the same name: there a draft comes back only to the text it was written on.
 * Returns the function that ends it.
 */
export function rememberDrafts({ session, drafts, onTrouble }: DraftMemoryOptions): () => void {
  const { engine, store, registry } = session;
  const names = new Map<ModuleId, string>();
  let document = engine.snapshot().patch.name;
  let seen = store.getState().drafts;

  const ownerOf = (module: ModuleId): DraftOwner => {
    const name = engine.snapshot().patch.modules.get(module)?.name ?? names.get(module) ?? String(module);
    names.set(module, name);
    return { document, module: name };
  };
  const put = (module: ModuleId, draft: Draft) => {
    const outcome = drafts.put(ownerOf(module), draft);
    if (!outcome.ok) onTrouble(outcome.reason);
  };
  /** Writes the difference to what was seen last. */
  const write = () => {
    const before = seen;
    seen = store.getState().drafts;
    if (seen === before) return;
    for (const module of modulesOf(before)) if (!seen[module]) drafts.drop(ownerOf(module));
    for (const module of modulesOf(seen)) {
      const draft = seen[module];
      if (draft && draft !== before[module]) put(module, draft);
    }
  };
  /** The drafts of the document that is open now, without touching those of the one before. */
  const open = (before: DraftsState, isOwn: (draft: Draft, source: string) => boolean) => {
    const { patch } = engine.snapshot();
    document = patch.name;
    names.clear();
    const found: Record<ModuleId, Draft> = { ...before };
    for (const module of patch.modules.values()) {
      const source = scriptSource(registry, module);
      const draft = source === undefined ? undefined : drafts.get({ document, module: module.name });
      if (source === undefined || !draft || found[module.id] || draft.text === source) continue;
      if (isOwn(draft, source)) found[module.id] = { text: draft.text, base: draft.base };
    }
    seen = found;
    store.dispatch(replaceDrafts(found));
  };
  /** Names are what a draft is found by: it moves when they change. */
  const follow = (changes: Changes) => {
    const { patch } = engine.snapshot();
    const moved = patch.name !== document;
    for (const module of modulesOf(seen)) {
      const name = patch.modules.get(module)?.name;
      const draft = seen[module];
      if (!draft || !(moved || (changes.modules.has(module) && name !== undefined && name !== names.get(module))))
        continue;
      drafts.drop({ document, module: names.get(module) ?? String(module) });
      drafts.put({ document: patch.name, module: name ?? names.get(module) ?? String(module) }, draft);
      if (name !== undefined) names.set(module, name);
    }
    document = patch.name;
  };
  /** An applied text is none to keep. */
  const dropApplied = () => {
    const { patch } = engine.snapshot();
    for (const id of modulesOf(seen)) {
      const module = patch.modules.get(id);
      if (module && scriptSource(registry, module) === seen[id]?.text) store.dispatch(dropDraft(id));
    }
  };

  open(seen, () => true);
  const ends = [
    store.subscribe(write),
    engine.subscribe((_, changes) => {
      if (changes.all) open({}, (draft, source) => draft.base === source);
      else {
        follow(changes);
        dropApplied();
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const modulesOf = (drafts: DraftsState): readonly ModuleId[] => Object.keys(drafts).map(Number);
