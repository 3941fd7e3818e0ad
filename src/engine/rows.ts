import type { Asset, Connection, Module, PatchPreset, Pattern, PatternId, Position } from "./patch.ts";

/** The tables an operation can change, with what a row of each is. `connectionsOf` follows from `connections`. */
export interface Rows {
  readonly modules: Module;
  readonly parameters: readonly number[];
  readonly layout: Position;
  readonly connections: Connection;
  readonly patterns: Pattern;
  readonly bindings: PatternId;
  readonly assets: Asset;
  readonly presets: PatchPreset;
}

export type TableName = keyof Rows;
