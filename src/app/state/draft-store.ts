import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Draft } from "./drafts-slice.ts";
import { type PageStorage, pageStorage } from "./page-storage.ts";

/** Whose text it is: a script module of a document, by their names, which outlive a reload. */
export interface DraftOwner {
  readonly document: string;
  readonly module: string;
}

/** Keeps unapplied texts from one visit to the next. */
export interface DraftStore {
  /** Kept when this returns. Refuses what is too long or what the browser has no room for. */
  put(owner: DraftOwner, draft: Draft): Outcome<void>;
  get(owner: DraftOwner): Draft | undefined;
  drop(owner: DraftOwner): void;
}

const PREFIX = "optophone-draft-1/";
/** Characters of all drafts together. */
const LARGEST = 256 * 1024;

interface Kept extends Draft {
  /** Milliseconds since 1970 of the last edit. */
  readonly at: number;
}

/** Keeps drafts in the page's storage, at most 256 kB of them: of more, those not edited for longest give way. */
export function createDraftStore(storage: PageStorage = pageStorage(), now: () => number = Date.now): DraftStore {
  const put = (key: string, value: string): void => {
    makeRoom(storage, key, value.length);
    storage.setItem(key, value);
  };
  return {
    put(owner, { text, base }) {
      const value = JSON.stringify({ text, base, at: now() } satisfies Kept);
      if (value.length > LARGEST)
        return refused(`The text of “${owner.module}” is too long to be kept before it is applied. Apply it now.`);
      try {
        put(keyOf(owner), value);
        return done(undefined);
      } catch {
        return refused(`The browser has no room for the unapplied text of “${owner.module}”. Apply it to keep it.`);
      }
    },
    get(owner) {
      try {
        return readDraft(storage.getItem(keyOf(owner)));
      } catch {
        return undefined;
      }
    },
    drop(owner) {
      try {
        storage.removeItem(keyOf(owner));
      } catch {
        // A forbidden storage holds nothing that could be dropped.
      }
    },
  };
}

const keyOf = ({ document, module }: DraftOwner): string =>
  `${PREFIX}${encodeURIComponent(document)}/${encodeURIComponent(module)}`;

function makeRoom(storage: PageStorage, key: string, needed: number): void {
  const others = Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? "")
    .filter((other) => other.startsWith(PREFIX) && other !== key)
    .map((other) => ({ key: other, value: storage.getItem(other) ?? "" }));
  let size = needed + others.reduce((sum, { value }) => sum + value.length, 0);
  if (size <= LARGEST) return;
  others.sort((a, b) => (readDraft(a.value)?.at ?? 0) - (readDraft(b.value)?.at ?? 0));
  for (const other of others) {
    if (size <= LARGEST) return;
    storage.removeItem(other.key);
    size -= other.value.length;
  }
}

function readDraft(text: string | null): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { text: typed, base, at } = kept as Partial<Record<keyof Kept, unknown>>;
    if (typeof typed !== "string" || typeof base !== "string") return undefined;
    return { text: typed, base, at: typeof at === "number" ? at : 0 };
  } catch {
    return undefined;
  }
}
