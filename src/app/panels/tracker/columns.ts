import { noteName } from "#engine/parameter-text.ts";
import type { Step } from "#engine/patch.ts";

export type ColumnKey = keyof Step;

export interface Column {
  readonly key: ColumnKey;
  readonly label: string;
  /** Largest whole number a person types. */
  readonly largest: number;
  /** How much one wheel notch or arrow of a drag changes, in typed numbers. */
  readonly nudge: number;
  /** The step's value as a person types it. */
  readonly toTyped: (step: Step) => number;
  readonly fromTyped: (typed: number) => Partial<Step>;
  /** What the cell shows of a step that has a note. */
  readonly text: (step: Step) => string;
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** A tracker's columns, left to right. Volume is typed from 0 to 100 percent. */
export const COLUMNS: readonly Column[] = [
  {
    key: "note",
    label: "Note",
    largest: 127,
    nudge: 1,
    toTyped: (step) => step.note ?? 60,
    fromTyped: (typed) => ({ note: clamp(Math.round(typed), 0, 127) }),
    text: (step) => (step.note === null ? "" : noteName(step.note)),
  },
  {
    key: "volume",
    label: "Volume",
    largest: 100,
    nudge: 5,
    toTyped: (step) => Math.round(step.volume * 100),
    fromTyped: (typed) => ({ volume: clamp(typed, 0, 100) / 100 }),
    text: (step) => String(Math.round(step.volume * 100)),
  },
  {
    key: "length",
    label: "Length",
    largest: 64,
    nudge: 1,
    toTyped: (step) => step.length,
    fromTyped: (typed) => ({ length: clamp(typed, 0.25, 64) }),
    text: (step) => (Number.isInteger(step.length) ? String(step.length) : step.length.toFixed(2)),
  },
  {
    key: "chance",
    label: "Chance",
    largest: 100,
    nudge: 5,
    toTyped: (step) => Math.round(step.chance),
    fromTyped: (typed) => ({ chance: clamp(typed, 0, 100) }),
    text: (step) => `${Math.round(step.chance)} %`,
  },
];
