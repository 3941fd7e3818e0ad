import type { SegmentFile, StoredSegment } from "#documents/journal/segment-file.ts";
import { segmentName, segmentOfName } from "#documents/journal/segment-file.ts";
import type { SegmentSink, SegmentStorage } from "#documents/journal/segment-storage.ts";

/** As much of it as is used here; only workers have it, so the page's types don't know it. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
interface WritableFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
  move(name: string): Promise<void>;
}

const PLAIN = ".jsonl";
const PACKED = ".jsonl.gz";

/** Whether this worker can write to the browser's private files without waiting. */
export const hasPrivateFiles = (): boolean =>
  "FileSystemFileHandle" in globalThis && "createSyncAccessHandle" in FileSystemFileHandle.prototype;

/** Keeps segments as files of the browser's own, in `folder`/uid. For workers only. */
export function opfsStorage(folder = "journal"): SegmentStorage {
  const journals = async (): Promise<FileSystemDirectoryHandle> => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(folder, { create: true });
  };
  const directory = async (uid: string): Promise<FileSystemDirectoryHandle> =>
    (await journals()).getDirectoryHandle(uid || "unnamed", { create: true });
  return {
    async documents() {
      const found: string[] = [];
      for await (const [name, handle] of (await journals()).entries())
        if (handle.kind === "directory") found.push(name);
      return found;
    },
    async list(uid) {
      const found = new Map<string, StoredSegment>();
      for await (const [name, handle] of (await directory(uid)).entries()) {
        const [stem, extension] = split(name);
        const file = segmentOfName(stem);
        // A segment that is there both ways was being packed when the program ended: then the plain one is whole.
        if (!file || handle.kind !== "file" || (extension === PACKED && found.has(stem))) continue;
        const { size } = await (handle as FileSystemFileHandle).getFile();
        found.set(stem, { ...file, size });
      }
      return [...found.values()].sort((a, b) => a.number - b.number || a.at - b.at);
    },
    async read(uid, file) {
      const home = await directory(uid);
      const plain = await existing(home, segmentName(file) + PLAIN);
      if (plain) return (await plain.getFile()).text();
      const packed = await home.getFileHandle(segmentName(file) + PACKED);
      const unpacked = (await packed.getFile()).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Response(unpacked).text();
    },
    async create(uid, file) {
      const home = await directory(uid);
      const name = segmentName(file) + PLAIN;
      if (await existing(home, name)) throw new Error(`The segment ${name} is there already`);
      return sink(await (await writable(home, name)).createSyncAccessHandle());
    },
    async pack(uid, file) {
      const home = await directory(uid);
      const plain = await existing(home, segmentName(file) + PLAIN);
      if (!plain) return;
      const packed = (await plain.getFile()).stream().pipeThrough(new CompressionStream("gzip"));
      await writeWhole(home, segmentName(file) + PACKED, new Uint8Array(await new Response(packed).arrayBuffer()));
      await home.removeEntry(plain.name);
    },
    async shorten(uid, file, text, as) {
      const home = await directory(uid);
      await writeWhole(home, segmentName(as) + PLAIN, new TextEncoder().encode(text));
      await removeBoth(home, file);
    },
    async remove(uid, file) {
      await removeBoth(await directory(uid), file);
    },
  };
}

function sink(handle: SyncAccessHandle): SegmentSink {
  const encoder = new TextEncoder();
  let end = 0;
  handle.truncate(0);
  return {
    append(text) {
      const bytes = encoder.encode(text);
      const written = handle.write(bytes, { at: end });
      if (written < bytes.length) {
        handle.truncate(end);
        throw new Error("The browser has no room left");
      }
      end += written;
    },
    flush: () => handle.flush(),
    async close() {
      handle.close();
    },
  };
}

/** Writes a file so that under its name there is all of it or nothing. */
async function writeWhole(home: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<void> {
  const file = await writable(home, `${name}.part`);
  const handle = await file.createSyncAccessHandle();
  try {
    handle.truncate(0);
    if (handle.write(bytes, { at: 0 }) < bytes.length) throw new Error("The browser has no room left");
    handle.flush();
  } finally {
    handle.close();
  }
  await file.move(name);
}

async function removeBoth(home: FileSystemDirectoryHandle, file: SegmentFile): Promise<void> {
  for (const extension of [PLAIN, PACKED]) {
    const there = await existing(home, segmentName(file) + extension);
    if (there) await home.removeEntry(there.name);
  }
}

const existing = (home: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle | undefined> =>
  home.getFileHandle(name).catch(() => undefined);

const writable = async (home: FileSystemDirectoryHandle, name: string): Promise<WritableFile> =>
  // Asked before: see hasPrivateFiles.
  (await home.getFileHandle(name, { create: true })) as WritableFile;

function split(name: string): readonly [stem: string, extension: string] {
  const extension = [PACKED, PLAIN].find((ending) => name.endsWith(ending)) ?? "";
  return extension === "" ? ["", ""] : [name.slice(0, -extension.length), extension];
}
