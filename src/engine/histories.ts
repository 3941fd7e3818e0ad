import type { Origin } from "./command.ts";
import type { GestureId, UndoStack, UndoStacks } from "./entry.ts";
import { History } from "./history.ts";

/** The undo stacks and open gestures of all origins. */
export class Histories {
  readonly #histories = new Map<Origin, History>();
  #lastGesture: GestureId = 0;

  constructor(stacks: UndoStacks = {}) {
    for (const [origin, stack] of Object.entries(stacks) as [Origin, UndoStack][]) this.of(origin).load(stack);
  }

  of(origin: Origin): History {
    let history = this.#histories.get(origin);
    if (!history) {
      history = new History();
      this.#histories.set(origin, history);
    }
    return history;
  }

  newGesture(): GestureId {
    return this.#lastGesture + 1;
  }

  begin(origin: Origin, gesture: GestureId, label: string, stream: boolean, at: number): void {
    this.#lastGesture = Math.max(this.#lastGesture, gesture);
    this.of(origin).begin(gesture, label, stream, at);
  }

  /** Open gestures of all origins; with a silence, only the streams that have been silent for so long. */
  open(silence?: { readonly now: number; readonly samples: number }): readonly (readonly [Origin, GestureId])[] {
    const open: [Origin, GestureId][] = [];
    for (const [origin, history] of this.#histories)
      for (const gesture of history.open(silence)) open.push([origin, gesture]);
    return open;
  }

  /** Forgets what everyone but one can take back: the document is another. */
  clearOthers(origin: Origin): void {
    for (const [other, history] of this.#histories) if (other !== origin) history.clear();
  }

  stacks(): UndoStacks {
    const stacks: { [O in Origin]?: UndoStack } = {};
    for (const [origin, history] of this.#histories) {
      const stack = history.stack();
      if (stack.undo.length > 0 || stack.redo.length > 0) stacks[origin] = stack;
    }
    return stacks;
  }
}
