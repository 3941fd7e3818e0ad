import { onGrid } from "#engine/canvas-grid.ts";
import { COMMANDS } from "#engine/command.ts";
import type { Engine, Gesture } from "#engine/engine.ts";
import type { ModuleId, Position } from "#engine/patch.ts";
import type { SelectionPort } from "#graph/model/app-ports.ts";
import type { Point } from "#graph/model/cable-curve.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";

const THRESHOLD = 3;

/** Moves the selection with the pointer, on the grid, as one undo step. With Alt it moves copies instead. */
export class ModuleDrag {
  readonly #engine: Engine;
  readonly #model: GraphModel;
  readonly #selection: SelectionPort;
  readonly #refuse: (reason: string) => void;
  #handle: ModuleId | undefined;
  #copies = false;
  #start = new Map<ModuleId, Position>();
  #gesture: Gesture | undefined;
  #last: Position = { x: 0, y: 0 };

  constructor(engine: Engine, model: GraphModel, selection: SelectionPort, refuse: (reason: string) => void) {
    this.#engine = engine;
    this.#model = model;
    this.#selection = selection;
    this.#refuse = refuse;
  }

  get active(): boolean {
    return this.#gesture !== undefined;
  }

  /** The pointer went down on a module; nothing moves until it has gone a few px. */
  press(handle: ModuleId, copies: boolean): void {
    this.#handle = handle;
    this.#copies = copies;
    this.#last = { x: 0, y: 0 };
  }

  /** Takes the place Rete would give the pressed module. */
  moveTo(module: ModuleId, position: Point): void {
    if (module !== this.#handle) return;
    const origin = this.#start.get(module) ?? this.#model.module(module)?.position;
    if (origin) this.moveBy({ x: position.x - origin.x, y: position.y - origin.y });
  }

  /** By so many canvas px since the press. */
  moveBy(by: Point): void {
    const handle = this.#handle;
    if (handle === undefined) return;
    if (!this.#gesture) {
      if (Math.hypot(by.x, by.y) < THRESHOLD) return;
      this.#begin(handle);
    }
    const origin = this.#start.get(handle);
    if (!origin) return;
    const goal = onGrid({ x: origin.x + by.x, y: origin.y + by.y });
    const delta = { x: goal.x - origin.x, y: goal.y - origin.y };
    if (delta.x === this.#last.x && delta.y === this.#last.y) return;
    this.#last = delta;
    this.#move(delta);
  }

  end(): void {
    this.#gesture?.end();
    this.#reset();
  }

  cancel(): void {
    this.#gesture?.cancel();
    this.#reset();
  }

  #begin(handle: ModuleId): void {
    const moving = this.#selection.get().has(handle) ? this.#selection.get() : new Set([handle]);
    const gesture = this.#engine.gesture(this.#copies ? "duplicate" : moving.size > 1 ? "move modules" : "move module");
    this.#gesture = gesture;
    for (const id of moving) {
      const position = this.#model.module(id)?.position;
      if (position) this.#start.set(id, position);
    }
    if (this.#copies) this.#duplicate(gesture, handle, [...moving]);
  }

  /** The copies stay under the pointer; the originals stay where they are. */
  #duplicate(gesture: Gesture, handle: ModuleId, modules: readonly ModuleId[]): void {
    const outcome = gesture.submit(COMMANDS.duplicateModules({ modules, by: { x: 0, y: 0 } }));
    if (!outcome.ok) {
      this.#refuse(outcome.reason);
      return;
    }
    const copies = outcome.value.modules;
    const originals = new Map(this.#start);
    this.#start = new Map([[handle, originals.get(handle) ?? { x: 0, y: 0 }]]);
    const { layout } = this.#engine.snapshot().patch;
    this.#moving = copies;
    for (const id of copies) this.#start.set(id, layout.get(id) ?? { x: 0, y: 0 });
    this.#selection.set(new Set(copies));
  }
  #moving: readonly ModuleId[] | undefined;

  #move(delta: Position): void {
    const { layout } = this.#engine.snapshot().patch;
    const positions: Record<ModuleId, Position> = {};
    for (const id of this.#moving ?? this.#start.keys()) {
      const start = this.#start.get(id);
      // A script may have removed some meanwhile.
      if (start && layout.has(id)) positions[id] = { x: start.x + delta.x, y: start.y + delta.y };
    }
    // Undone in its middle: what the hand still does moves nothing.
    if (!this.#gesture?.open) return;
    const outcome = this.#gesture.submit(COMMANDS.moveModules({ positions }));
    if (!outcome.ok) this.#refuse(outcome.reason);
  }

  #reset(): void {
    this.#handle = undefined;
    this.#moving = undefined;
    this.#start = new Map();
    this.#gesture = undefined;
  }
}
