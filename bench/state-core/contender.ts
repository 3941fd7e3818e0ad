/** One way of holding a patch. Modules have the numbers 1 to n; each does one thing once, through its store. */
export interface Contender {
  setParameter(module: number, value: number): void;
  addModule(at: number): void;
  connect(from: number, to: number): void;
  removeModule(module: number): void;
  /** What it holds now: that both do the same work is checked with it. */
  counts(): { readonly modules: number; readonly connections: number; readonly cutoff: (module: number) => number };
}

export type Operation = "set-parameter" | "add-module" | "connect" | "remove-module";
