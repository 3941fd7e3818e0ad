/** Those who want to be told of something. One that throws harms no other. */
export class Listeners<T> {
  readonly #listeners = new Set<(told: T) => void>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Returns the function that ends it. */
  add(listener: (told: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** False when nobody would hear. */
  get any(): boolean {
    return this.#listeners.size > 0;
  }

  tell(told: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(told);
      } catch (error) {
        this.#failed(error);
      }
    }
  }
}
