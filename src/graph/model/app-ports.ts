import type { ModuleId } from "#engine/patch.ts";

/** Which modules are selected; the app keeps it, the canvas reads and changes it. */
export interface SelectionPort {
  get(): ReadonlySet<ModuleId>;
  set(modules: ReadonlySet<ModuleId>): void;
  /** Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

export interface ModuleStatus {
  /** One sentence on what is wrong. */
  readonly error?: string;
  /** The first line of a script. */
  readonly line?: string;
  /** Milliseconds a frame it costs. */
  readonly costMs?: number;
  /** Something to know that isn't an error. */
  readonly note?: string;
}

export interface StatusPort {
  of(module: ModuleId): ModuleStatus | undefined;
  subscribe(listener: () => void): () => void;
}

export interface PreviewPort {
  /** Draws the module's picture into the canvas until the returned function is called. */
  attach(module: ModuleId, canvas: HTMLCanvasElement): () => void;
}
