import type { Step } from "./patch.ts";
import type { PatchData } from "./patch-data.ts";
import type { Rows, TableName } from "./rows.ts";

/** Puts a row back, or takes it away when `value` is undefined. */
export type RowOperation = {
  readonly [T in TableName]: {
    readonly kind: "row";
    readonly table: T;
    readonly id: number;
    readonly value: Rows[T] | undefined;
  };
}[TableName];

/** Sets one parameter, by its place in the definition. */
export interface ParameterOperation {
  readonly kind: "parameter";
  readonly table: "parameters";
  readonly id: number;
  readonly index: number;
  readonly value: number;
}

/** Sets one step of a pattern. */
export interface StepOperation {
  readonly kind: "step";
  readonly table: "patterns";
  readonly id: number;
  readonly index: number;
  readonly value: Step;
}

/** Sets some fields of a row, and leaves what others have set in the rest of it. */
export type FieldsOperation = {
  readonly [T in "modules" | "layout" | "connections" | "patterns"]: {
    readonly kind: "fields";
    readonly table: T;
    readonly id: number;
    readonly value: Partial<Rows[T]>;
  };
}["modules" | "layout" | "connections" | "patterns"];

/** Names the patch. */
export interface TitleOperation {
  readonly kind: "title";
  readonly value: string;
}

/** Swaps the whole document. */
export interface DocumentOperation {
  readonly kind: "document";
  readonly value: PatchData;
}

/** One small change to a patch, as plain data. A command's inverse is a list of these, applied last to first. */
export type Operation =
  | RowOperation
  | ParameterOperation
  | StepOperation
  | FieldsOperation
  | TitleOperation
  | DocumentOperation;

/** Names the cell an operation sets, when an earlier value of the same cell makes a later one needless. */
function cellOf(operation: Operation): string | undefined {
  if (operation.kind === "parameter" || operation.kind === "step")
    return `${operation.table}/${operation.id}/${operation.index}`;
  if (operation.kind !== "fields" || "name" in operation.value) return undefined;
  return `${operation.table}/${operation.id}.${Object.keys(operation.value).join(".")}`;
}

/**
 * Gathers inverse operations in the order their changes happened. Of several for one cell the first stays, since it holds
 * the oldest value: a drag of 300 moves costs one operation.
 */
export class InverseLog {
  readonly operations: Operation[] = [];
  #cells: Set<string> | undefined;

  add(operation: Operation): void {
    if (this.operations.length === 0) {
      this.operations.push(operation);
      return;
    }
    const cells = this.#cells ?? this.#indexed();
    const cell = cellOf(operation);
    if (cell === undefined) cells.clear();
    else if (cells.has(cell)) return;
    else cells.add(cell);
    this.operations.push(operation);
  }

  #indexed(): Set<string> {
    const cells = new Set<string>();
    const first = this.operations[0];
    const cell = first && cellOf(first);
    if (cell !== undefined) cells.add(cell);
    this.#cells = cells;
    return cells;
  }
}
