import { fileOpen, fileSave } from "browser-fs-access";
import type { OpenedPatch, PatchText } from "#app/session-port.ts";
import type { Notices } from "#app/state/notices.tsx";
import { replacePatch } from "#engine/command.ts";
import type { Engine } from "#engine/engine.ts";
import type { Patch } from "#engine/patch.ts";

/** Larger than any patch a person makes; media are kept elsewhere. */
const LARGEST_FILE_BYTES = 32 * 1024 * 1024;

const FILE_TYPE = {
  description: "Optophone patch",
  mimeTypes: ["application/json"],
  extensions: [".opto"],
  id: "optophone-patch",
};

export interface FileState {
  /** The patch differs from what was last saved or opened. */
  readonly dirty: boolean;
  /** Name of the file it lives in; undefined until it was saved or opened. */
  readonly fileName: string | undefined;
}

/** Whether two moments would be written alike: same document, same tempo and bar. */
export function isSameDocument(a: OpenedPatch, b: OpenedPatch): boolean {
  return (
    a.patch === b.patch && a.transport.bpm === b.transport.bpm && a.transport.beatsPerBar === b.transport.beatsPerBar
  );
}

/** The patch as a document on the person's disk. */
export interface PatchFiles {
  state(): FileState;
  /** Returns the function that ends it. */
  onState(listener: () => void): () => void;
  /** Replaces the patch by an empty one. */
  create(): void;
  /** Asks for a file and opens it. */
  open(): Promise<void>;
  openFile(file: File, handle?: FileSystemFileHandle): Promise<void>;
  /** Opens the text of a patch file. Refuses a broken one with the path of the fault and keeps the current patch. */
  openText(text: string, source: { readonly name: string; readonly fileName?: string }): boolean;
  save(): Promise<void>;
  saveAs(): Promise<void>;
  /** Takes over how a restored patch stood to its file. */
  restore(earlier: { readonly fileName: string | undefined; readonly dirty: boolean }): void;
  end(): void;
}

export interface PatchFilesOptions {
  readonly engine: Engine;
  readonly text: PatchText;
  readonly notices: Notices;
  readonly emptyPatch: () => Patch;
}

export function createPatchFiles({ engine, text, notices, emptyPatch }: PatchFilesOptions): PatchFiles {
  const listeners = new Set<() => void>();
  let saved: OpenedPatch | undefined = engine.snapshot();
  let fileName: string | undefined;
  let handle: FileSystemFileHandle | null = null;
  let state: FileState = { dirty: false, fileName };

  const refresh = () => {
    const dirty = !saved || !isSameDocument(engine.snapshot(), saved);
    if (dirty === state.dirty && fileName === state.fileName) return;
    state = { dirty, fileName };
    for (const listener of [...listeners]) listener();
  };
  const endObserving = engine.subscribe(refresh);

  const replace = (opened: Parameters<typeof replacePatch>[0], label: string): boolean => {
    const outcome = engine.submit(replacePatch(opened), { label });
    if (!outcome.ok) {
      notices.tell({ text: outcome.reason, tone: "refusal" });
      return false;
    }
    saved = engine.snapshot();
    handle = null;
    return true;
  };
  const offerUndo = (sentence: string, wasDirty: boolean) => {
    if (!wasDirty) return;
    notices.tell({
      text: `${sentence} The patch before had changes that were not saved.`,
      tone: "offer",
      action: { label: "Bring it back", run: () => engine.undo() },
    });
  };
  const openText: PatchFiles["openText"] = (body, source) => {
    const parsed = text.parse(body);
    if (!parsed.ok) {
      notices.tell({ text: `“${source.name}” was not opened: ${parsed.reason}`, tone: "refusal" });
      return false;
    }
    const wasDirty = state.dirty;
    if (!replace(parsed.value, `open “${source.name}”`)) return false;
    fileName = source.fileName;
    refresh();
    offerUndo(`“${source.name}” is open.`, wasDirty);
    return true;
  };
  const openFile: PatchFiles["openFile"] = async (file, opened) => {
    if (file.size > LARGEST_FILE_BYTES) {
      notices.tell({
        text: `“${file.name}” was not opened: it is larger than 32 MB, so it can't be a patch.`,
        tone: "refusal",
      });
      return;
    }
    if (openText(await file.text(), { name: file.name, fileName: file.name })) handle = opened ?? null;
  };
  const write = async (existing: FileSystemFileHandle | null): Promise<void> => {
    const written = engine.snapshot();
    const suggested = fileName ?? `${fileStem(written.patch.name)}.opto`;
    const blob = new Blob([text.serialise(written)], { type: "application/json" });
    try {
      handle = await fileSave(blob, { ...FILE_TYPE, fileName: suggested }, existing);
      fileName = handle?.name ?? suggested;
      saved = written;
      refresh();
    } catch (error) {
      if (!isCancel(error))
        notices.tell({ text: `“${suggested}” was not saved: ${messageOf(error)}`, tone: "refusal" });
    }
  };

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    create() {
      const wasDirty = state.dirty;
      if (!replace({ patch: emptyPatch() }, "new patch")) return;
      fileName = undefined;
      refresh();
      offerUndo("This is a new patch.", wasDirty);
    },
    async open() {
      try {
        const file = await fileOpen(FILE_TYPE);
        await openFile(file, file.handle);
      } catch (error) {
        if (!isCancel(error)) notices.tell({ text: `Nothing was opened: ${messageOf(error)}`, tone: "refusal" });
      }
    },
    openFile,
    openText,
    save: () => write(handle),
    saveAs: () => write(null),
    restore(earlier) {
      saved = earlier.dirty ? undefined : engine.snapshot();
      fileName = earlier.fileName;
      refresh();
    },
    end: endObserving,
  };
}

const isCancel = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A patch name as a file name: letters, digits, dashes. */
function fileStem(name: string): string {
  const stem = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return stem || "patch";
}
