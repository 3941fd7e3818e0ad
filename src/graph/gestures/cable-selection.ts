import type { ConnectionId } from "#engine/patch.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";

/** The cables that are selected; selected modules are the app's to keep. */
export class CableSelection {
  readonly #model: GraphModel;
  readonly #changed: () => void;
  #cables: ReadonlySet<ConnectionId> = new Set();

  /** `changed` is called whenever others are selected. */
  constructor(model: GraphModel, changed: () => void) {
    this.#model = model;
    this.#changed = changed;
  }

  get(): ReadonlySet<ConnectionId> {
    return this.#cables;
  }

  set(cables: ReadonlySet<ConnectionId>): void {
    if (cables.size === 0 && this.#cables.size === 0) return;
    this.#cables = cables;
    this.#changed();
  }

  clear(): void {
    this.set(new Set());
  }

  /** Cables that were removed are selected no longer. */
  dropRemoved(removed: readonly ConnectionId[]): void {
    if (removed.some((id) => this.#cables.has(id)))
      this.set(new Set([...this.#cables].filter((id) => this.#model.cable(id))));
  }
}
