/** As much of the browser's storage as is used here. */
export type PageStorage = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

/** The page's storage; where the browser forbids it, one that lasts as long as the page. */
export function pageStorage(): PageStorage {
  try {
    return localStorage;
  } catch {
    return memoryStorage();
  }
}

/** A storage that lasts as long as it is referred to. */
export function memoryStorage(): PageStorage {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    key: (place) => [...texts.keys()][place] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      texts.set(key, text);
    },
    removeItem: (key) => {
      texts.delete(key);
    },
  };
}
