import type { ModuleId } from "#engine/patch.ts";
import { unionOf } from "./model/cable-curve.ts";
import type { GraphModel } from "./model/graph-model.ts";
import type { View, Viewport } from "./surface/viewport.ts";

/** Brings modules into sight. */
export class CanvasSight {
  readonly #model: GraphModel;
  readonly #viewport: Viewport;
  /** Everything is to be shown as soon as the model has caught up with the engine. */
  #fitsNext = false;

  constructor(model: GraphModel, viewport: Viewport) {
    this.#model = model;
    this.#viewport = viewport;
  }

  /** Shows these modules, or all. */
  fit(modules?: readonly ModuleId[]): void {
    const entries = modules?.length ? modules.map((id) => this.#model.module(id)) : [...this.#model.modules()];
    const rect = unionOf(entries.flatMap((entry) => (entry ? [this.#model.rectOf(entry)] : [])));
    if (rect) this.#viewport.fit(rect);
  }

  /** Looks there from now on; undefined shows everything, also of a patch that was opened just now. */
  show(view: View | undefined): void {
    this.#fitsNext = view === undefined;
    if (view) this.#viewport.show(view);
  }

  /** Shows everything if that was asked for and the canvas has it by now. */
  catchUp(): void {
    if (!this.#fitsNext || !this.#model.caughtUp) return;
    this.#fitsNext = false;
    this.fit();
  }
}
