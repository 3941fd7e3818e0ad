import { useEffect, useState } from "react";
import { onTakeBackKeys } from "./take-back-keys.ts";
import type { ValueEdit, ValueGesture } from "./value-edit.ts";

/** What one pointer holds of a control, and the change it makes. */
export interface HeldGesture {
  /** The pointer that went down holds the control; false while another does. */
  press(pointer: number): boolean;
  /** False also once what it did was taken back. */
  holds(pointer: number): boolean;
  /** Whether the hand has gone far enough to change something. */
  readonly begun: boolean;
  /** The change that is going on; begins it. */
  change(edit: ValueEdit): ValueGesture;
  /** Lets go, and ends the change. */
  release(pointer: number): void;
}

/** A control's change by hand: one undo step, taken back by Escape and Ctrl+Z, ended when the control leaves the page. */
export function useHeldGesture(): HeldGesture {
  const [held] = useState(() => new Held());
  useEffect(() => () => held.let(), [held]);
  return held;
}

class Held implements HeldGesture {
  #pointer: number | undefined;
  #gesture: ValueGesture | undefined;
  #endKeys: () => void = () => {};

  get begun(): boolean {
    return this.#gesture !== undefined;
  }

  press(pointer: number): boolean {
    if (this.#pointer !== undefined && this.#pointer !== pointer) return false;
    this.let();
    this.#pointer = pointer;
    return true;
  }

  holds(pointer: number): boolean {
    return this.#pointer === pointer;
  }

  change(edit: ValueEdit): ValueGesture {
    if (!this.#gesture) {
      this.#gesture = edit.begin();
      this.#endKeys = onTakeBackKeys(window, () => this.#takeBack());
    }
    return this.#gesture;
  }

  release(pointer: number): void {
    if (this.holds(pointer)) this.let();
  }

  let(): void {
    this.#gesture?.end();
    this.#forget();
  }

  #takeBack(): boolean {
    this.#gesture?.cancel();
    this.#forget();
    return true;
  }

  #forget(): void {
    this.#endKeys();
    this.#endKeys = () => {};
    this.#gesture = undefined;
    this.#pointer = undefined;
  }
}
