import type { Engine } from "#engine/engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { PreviewPort, SelectionPort, StatusPort } from "#graph/model/app-ports.ts";

/** What a canvas shows and works on. */
export interface CanvasParts {
  readonly engine: Engine;
  readonly live: LiveReadings;
  readonly selection: SelectionPort;
  readonly previews: PreviewPort;
  readonly status: StatusPort;
}

/** What a canvas tells the app. */
export interface CanvasCallbacks {
  /** A module's editor is to open. */
  onOpen(module: ModuleId): void;
  /** One line on what the pointer is over; empty for nothing. */
  onHint(text: string): void;
  /** Something was refused, and why. */
  onRefusal(reason: string): void;
}

/** The elements a canvas consists of, one above the other. */
export interface CanvasElements {
  /** Carries the grid. */
  readonly grid: HTMLElement;
  /** Rete's container. */
  readonly surface: HTMLElement;
  /** Cables are drawn on it. */
  readonly cables: HTMLCanvasElement;
  /** Shows a hovered cable's value. */
  readonly reading: HTMLElement;
}
