import { onTakeBackKeys } from "#controls/take-back-keys.ts";

/** What a press does until it is over. */
export interface PressMoves {
  move(event: PointerEvent): void;
  up(event: PointerEvent): void;
  /** Nobody else hears of the pointer's moves. */
  readonly quiet?: boolean;
}

/** Follows the pointer from its press until it is let go, wherever it goes. */
export class PointerPress {
  readonly #page: Window;
  /** Answers false when there is nothing to take back yet. */
  readonly #takeBack: () => boolean;
  #end: (() => void) | undefined;

  constructor(page: Window, takeBack: () => boolean) {
    this.#page = page;
    this.#takeBack = takeBack;
  }

  get active(): boolean {
    return this.#end !== undefined;
  }

  /** Another press that is followed ends without its `up`. */
  follow({ move, up, quiet = false }: PressMoves): void {
    this.end();
    const page = this.#page;
    const moved = (event: PointerEvent): void => {
      if (quiet) event.stopPropagation();
      move(event);
    };
    const finish = (event: PointerEvent): void => {
      this.end();
      up(event);
    };
    const endKeys = onTakeBackKeys(page, this.#takeBack);
    page.addEventListener("pointermove", moved, true);
    page.addEventListener("pointerup", finish);
    page.addEventListener("pointercancel", finish);
    this.#end = () => {
      endKeys();
      page.removeEventListener("pointermove", moved, true);
      page.removeEventListener("pointerup", finish);
      page.removeEventListener("pointercancel", finish);
    };
  }

  /** Stops following; `up` is not called. */
  end(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
