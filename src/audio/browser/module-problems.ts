import type { ModuleId } from "#engine/patch.ts";

/** What keeps modules from sounding, in sentences, and who wants to hear of changes. */
export class ModuleProblems {
  #problems: ReadonlyMap<ModuleId, string> = new Map();
  readonly #listeners = new Set<(module: ModuleId) => void>();

  of(module: ModuleId): string | undefined {
    return this.#problems.get(module);
  }

  /** Hears of each module whose problem changed. Returns the function that ends it. */
  listen(listener: (module: ModuleId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** These are all problems there are now. */
  set(problems: ReadonlyMap<ModuleId, string>): void {
    const before = this.#problems;
    this.#problems = problems;
    for (const module of new Set([...before.keys(), ...problems.keys()]))
      if (before.get(module) !== problems.get(module)) for (const listener of [...this.#listeners]) listener(module);
  }
}
