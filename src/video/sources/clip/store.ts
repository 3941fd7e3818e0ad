import type { Outcome } from "#engine/outcome.ts";
import { type ClipReader, openClip } from "./decode.ts";
import { type ClipFrames, createClipFrames, type Playhead } from "./frames.ts";

/** Bytes of decoded pictures a store holds unless told otherwise. */
const DEFAULT_BUDGET_BYTES = 256 * 2 ** 20;

const BYTES_PER_PIXEL = 4;

/** A clip in the store. Whoever opened it closes it; its frames go with the last. */
export interface Clip {
  readonly starts: Float64Array;
  /** Seconds. */
  readonly duration: number;
  /** Size of its frames in px. */
  readonly width: number;
  readonly height: number;
  playhead(): Playhead;
  /** How many frames are decoded now. */
  held(): number;
  /** A sentence once its pictures turned out not to be decodable. */
  failure(): string | undefined;
  close(): void;
}

/** Decoded frames of all clips within a budget of memory that is shared out evenly. The same bytes are one clip. */
export interface ClipStore {
  /** Refuses what has no moving picture this browser can decode. */
  open(bytes: ArrayBuffer): Promise<Outcome<Clip>>;
}

interface Entry {
  readonly opened: Promise<Outcome<{ reader: ClipReader; frames: ClipFrames }>>;
  users: number;
}

export function createClipStore(budgetBytes: number = DEFAULT_BUDGET_BYTES): ClipStore {
  const entries = new Map<string, Entry>();

  async function openEntry(bytes: ArrayBuffer): Promise<Outcome<{ reader: ClipReader; frames: ClipFrames }>> {
    const outcome = await openClip(bytes);
    if (!outcome.ok) return outcome;
    const reader = outcome.value;
    const bytesPerFrame = reader.width * reader.height * BYTES_PER_PIXEL;
    const capacity = () => Math.max(4, Math.floor(budgetBytes / Math.max(1, entries.size) / bytesPerFrame));
    return { ok: true, value: { reader, frames: createClipFrames(reader, capacity) } };
  }

  return {
    async open(bytes) {
      const key = fingerprint(bytes);
      const entry = entries.get(key) ?? { opened: openEntry(bytes), users: 0 };
      entries.set(key, entry);
      entry.users++;
      const outcome = await entry.opened;
      const leave = () => {
        entry.users--;
        if (entry.users > 0) return;
        entries.delete(key);
        if (outcome.ok) outcome.value.frames.close();
      };
      if (!outcome.ok) {
        leave();
        return outcome;
      }
      const { reader, frames } = outcome.value;
      let left = false;
      return {
        ok: true,
        value: {
          starts: reader.starts,
          duration: reader.duration,
          width: reader.width,
          height: reader.height,
          playhead: frames.playhead,
          held: frames.held,
          failure: frames.failure,
          close() {
            if (left) return;
            left = true;
            leave();
          },
        },
      };
    },
  };
}

const stores = new WeakMap<object, ClipStore>();

/** The store all sources of one renderer share. */
export function clipStoreOf(renderer: object): ClipStore {
  const store = stores.get(renderer) ?? createClipStore();
  stores.set(renderer, store);
  return store;
}

/** Tells files apart by their length and by bytes from all over them (FNV-1a): enough for the few a patch has, at once for large ones too. */
function fingerprint(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  const step = Math.max(1, Math.floor(bytes.length / 65_536));
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i += step) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  for (let i = Math.max(0, bytes.length - 4_096); i < bytes.length; i++)
    hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return `${bytes.length}-${hash >>> 0}`;
}
