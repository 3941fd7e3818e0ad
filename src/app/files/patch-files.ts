import { fileOpen, fileSave } from "browser-fs-access";
import type { OpenedPatch, PatchText } from "#app/session-port.ts";
import type { Notices } from "#app/state/notices.tsx";
import { replacePatch } from "#engine/command.ts";
import type { Engine } from "#engine/engine.ts";
import type { Patch } from "#engine/patch.ts";
import { newUid } from "./document-lock.ts";

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

/** Whether two moments would be written alike: same document and rows, same tempo and bar. */
export function isSameDocument(a: OpenedPatch, b: OpenedPatch): boolean {
  return (
    hasSameRows(a.patch, b.patch) &&
    a.transport.bpm === b.transport.bpm &&
    a.transport.beatsPerBar === b.transport.beatsPerBar
  );
}

/** The ids given next are in no file. */
function hasSameRows(a: Patch, b: Patch): boolean {
  return a === b || (Object.keys(a) as (keyof Patch)[]).every((key) => key === "nextId" || a[key] === b[key]);
}

/** How a document stands to the person's disk. */
interface Standing {
  /** As it was last saved or opened; undefined when that is not known. */
  readonly saved: OpenedPatch | undefined;
  readonly fileName: string | undefined;
  readonly handle: FileSystemFileHandle | null;
  /** When its file was last changed, as seen at the last opening or saving; milliseconds since 1970. */
  readonly fileTime: number | undefined;
}

const NOWHERE: Standing = { saved: undefined, fileName: undefined, handle: null, fileTime: undefined };

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
  /** By the document's uid: undo of an opening brings back the document before, with its file. */
  const standings = new Map<string, Standing>();
  const uidNow = () => engine.snapshot().patch.uid;
  const standingOf = (uid: string): Standing => standings.get(uid) ?? NOWHERE;
  const stand = (uid: string, change: Partial<Standing>) => {
    standings.set(uid, { ...standingOf(uid), ...change });
    refresh();
  };
  let state: FileState = { dirty: false, fileName: undefined };

  const refresh = () => {
    const { saved, fileName } = standingOf(uidNow());
    const dirty = !saved || !isSameDocument(engine.snapshot(), saved);
    if (dirty === state.dirty && fileName === state.fileName) return;
    state = { dirty, fileName };
    for (const listener of [...listeners]) listener();
  };
  const endObserving = engine.subscribe(refresh);
  stand(uidNow(), { saved: engine.snapshot() });

  const replace = ({ patch, transport }: Parameters<typeof replacePatch>[0], label: string): boolean => {
    // Whoever keeps the document before hears of its last change while it is still there.
    engine.flush();
    const outcome = engine.submit(replacePatch({ patch, ...(transport && { transport }) }), { label });
    if (!outcome.ok) notices.tell({ text: outcome.reason, tone: "refusal" });
    return outcome.ok;
  };
  /** Opens what is no document of this device yet. Answers false when refused. */
  const replaceByNew = (
    opened: Parameters<typeof replacePatch>[0],
    label: string,
    file: Partial<Standing>,
  ): boolean => {
    const uid = newUid();
    if (!replace({ ...opened, patch: { ...opened.patch, uid } }, label)) return false;
    stand(uid, { saved: engine.snapshot(), ...file });
    return true;
  };
  const bringBack = (before: OpenedPatch) => {
    if (replace(before, `bring back “${before.patch.name}”`)) refresh();
  };
  /** Offers the document before as it was, whatever is done until then. */
  const offerReturn = (sentence: string, before: OpenedPatch, wasDirty: boolean) => {
    if (!wasDirty) return;
    notices.tell({
      text: `${sentence} The patch before had changes that were not saved.`,
      tone: "offer",
      action: { label: "Bring it back", run: () => bringBack(before) },
    });
  };
  const openText: PatchFiles["openText"] = (body, source) => {
    const parsed = text.parse(body);
    if (!parsed.ok) {
      notices.tell({ text: `“${source.name}” was not opened: ${parsed.reason}`, tone: "refusal" });
      return false;
    }
    const { dirty } = state;
    const before = engine.snapshot();
    if (!replaceByNew(parsed.value, `open “${source.name}”`, { fileName: source.fileName })) return false;
    offerReturn(`“${source.name}” is open.`, before, dirty);
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
    if (openText(await file.text(), { name: file.name, fileName: file.name }))
      stand(uidNow(), { handle: opened ?? null, fileTime: file.lastModified });
  };
  /** Writes a moment, and takes down the file of its document: another document may have come since. */
  const write = async (written: OpenedPatch, existing: FileSystemFileHandle | null): Promise<void> => {
    const { uid, name } = written.patch;
    const suggested = standingOf(uid).fileName ?? `${fileStem(name)}.opto`;
    const blob = new Blob([text.serialise(written)], { type: "application/json" });
    try {
      const handle = await fileSave(blob, { ...FILE_TYPE, fileName: suggested }, existing);
      stand(uid, {
        handle,
        fileName: handle?.name ?? suggested,
        saved: written,
        fileTime: (await fileOf(handle))?.lastModified,
      });
    } catch (error) {
      if (!isCancel(error))
        notices.tell({ text: `“${suggested}” was not saved: ${messageOf(error)}`, tone: "refusal" });
    }
  };
  const save = async (): Promise<void> => {
    const written = engine.snapshot();
    const { handle, fileTime } = standingOf(written.patch.uid);
    const time = (await fileOf(handle))?.lastModified;
    if (handle === null || time === undefined || fileTime === undefined || time === fileTime)
      return write(written, handle);
    notices.tell({
      text: `“${handle.name}” was changed by another program since it was opened here, so it was not written over. Save as keeps both.`,
      tone: "refusal",
      action: { label: "Overwrite", run: () => void write(written, handle) },
    });
  };

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    create() {
      const { dirty } = state;
      const before = engine.snapshot();
      if (replaceByNew({ patch: emptyPatch() }, "new patch", {})) offerReturn("This is a new patch.", before, dirty);
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
    save,
    saveAs: () => write(engine.snapshot(), null),
    restore(earlier) {
      stand(uidNow(), { saved: earlier.dirty ? undefined : engine.snapshot(), fileName: earlier.fileName });
    },
    end: endObserving,
  };
}

/** The file behind a handle; undefined where there is none or it can't be read. */
const fileOf = async (handle: FileSystemFileHandle | null): Promise<File | undefined> =>
  handle?.getFile?.().catch(() => undefined);

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
