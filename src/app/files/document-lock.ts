/** A new document's uid: 16 hexadecimal digits. */
export function newUid(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The documents this page has to itself. Where the browser knows no locks every document can be taken. */
export class DocumentLocks {
  readonly #held = new Map<string, () => void>();

  /** Takes a document until {@link release} or the end of the page. Answers false when another page has it. */
  async take(uid: string): Promise<boolean> {
    if (this.#held.has(uid) || !("locks" in navigator)) return true;
    return new Promise((resolve) => {
      void navigator.locks.request(`optophone-document:${uid}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => this.#held.set(uid, release));
      });
    });
  }

  release(): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
  }
}

const ADDRESS = /^#d=([0-9a-z-]+)$/;

/** The document the page's address names, if any: a reload brings back that one. */
export const addressedUid = (): string | undefined => ADDRESS.exec(location.hash)?.[1];

/** Names a document in the page's address. */
export function addressDocument(uid: string): void {
  history.replaceState(history.state, "", `#d=${uid}`);
}
