import { createAction } from "@reduxjs/toolkit";
import type { Content } from "./module-definition.ts";
import type { Operation } from "./operation.ts";
import type {
  Asset,
  AssetId,
  ConnectionId,
  Endpoint,
  ModuleId,
  Patch,
  PatchFragment,
  PatternId,
  Position,
  PresetId,
  Step,
  Transport,
} from "./patch.ts";
import { isPatch, patchData } from "./patch-data.ts";

/** Who asked for a change. Undo keeps a stack for each. */
export type Origin = "hand" | "script" | "midi" | "osc" | "file" | "replay";

interface ReplacePatch {
  readonly patch: Patch;
  readonly transport?: Pick<Transport, "bpm" | "beatsPerBar">;
}

/** Every change to the patch is one of these: plain data, no functions. Ids left out are given by the engine. */
export const addModule = createAction<{
  type: string;
  /** Made unique among siblings when taken. Default: the definition's title in camelCase and a number. */
  name?: string;
  position?: Position;
  id?: ModuleId;
  /** By parameter key: numbers in the parameter's unit, option names for choices, booleans for toggles. */
  parameters?: Readonly<Record<string, number | string | boolean>>;
  content?: Content;
}>("module/add");
export const removeModules = createAction<{ modules: readonly ModuleId[] }>("module/remove");
export const renameModule = createAction<{ module: ModuleId; name: string }>("module/rename");
export const moveModules = createAction<{ positions: Readonly<Record<ModuleId, Position>> }>("module/move");
export const bypassModules = createAction<{ modules: readonly ModuleId[]; bypassed: boolean }>("module/bypass");
/** Copies modules and the cables among them, offset by `by` (default 32, 32). */
export const duplicateModules = createAction<{ modules: readonly ModuleId[]; by?: Position }>("module/duplicate");
/** Values are clamped to the parameter's range; an unknown key or option refuses the whole command. */
export const setParameters = createAction<{
  module: ModuleId;
  values: Readonly<Record<string, number | string | boolean>>;
}>("parameter/set");
/** Replaces a module's content; connections to ports that vanish are removed with it. */
export const setContent = createAction<{ module: ModuleId; content: Content }>("content/set");
/**
 * Plugs a cable in. Audio and control inputs and parameters add up any number of cables, event inputs merge them;
 * a video input holds one, so the one there is replaced. The same cable twice is refused.
 */
export const connect = createAction<{
  from: Endpoint;
  to: Endpoint;
  id?: ConnectionId;
  amount?: number;
  offset?: number;
}>("connection/add");
export const disconnect = createAction<{ connections: readonly ConnectionId[] }>("connection/remove");
export const adjustConnection = createAction<{
  connection: ConnectionId;
  amount?: number;
  offset?: number;
  active?: boolean;
}>("connection/adjust");
export const createPattern = createAction<{ name?: string; steps?: number; stepsPerBeat?: number; id?: PatternId }>(
  "pattern/create",
);
export const deletePattern = createAction<{ pattern: PatternId }>("pattern/delete");
/** Growing adds empty steps; shrinking cuts the end off (undo brings it back). */
export const resizePattern = createAction<{ pattern: PatternId; steps?: number; stepsPerBeat?: number }>(
  "pattern/resize",
);
/** Each row given is merged over what is there; `null` empties the row. */
export const setSteps = createAction<{
  pattern: PatternId;
  steps: Readonly<Record<number, Partial<Step> | null>>;
}>("pattern/set-steps");
export const bindPattern = createAction<{ module: ModuleId; pattern: PatternId }>("pattern/bind");
export const addAsset = createAction<Omit<Asset, "id"> & { id?: AssetId }>("asset/add");
export const savePreset = createAction<{ name: string; summary?: string; modules: readonly ModuleId[]; id?: PresetId }>(
  "preset/save",
);
export const deletePreset = createAction<{ preset: PresetId }>("preset/delete");
/** Puts a fragment's modules, cables, patterns and assets into the patch, its top left corner at `position`. */
export const insertFragment = createAction<{ fragment: PatchFragment; position: Position }>("preset/insert");
export const renamePatch = createAction<{ name: string }>("patch/rename");
/**
 * Swaps the whole document, as opening a file does. Undoable like anything else, but for the tempo and bar that may come with it.
 * Given a patch, the command carries it as plain data.
 */
export const replacePatch = createAction("patch/replace", (given: ReplacePatch) => {
  const { patch, transport } = given;
  const bar = transport && { bpm: transport.bpm, beatsPerBar: transport.beatsPerBar };
  return { payload: { patch: isPatch(patch) ? patchData(patch) : patch, ...(bar && { transport: bar }) } };
});
/** Carries out operations, last to first: what undo and redo are made of. Those whose rows are gone are passed over. */
export const restore = createAction<{ operations: readonly Operation[] }>("history/restore");

export const play = createAction("transport/play");
export const pause = createAction("transport/pause");
export const stop = createAction("transport/stop");
/** Jumps to a tick at or above 0, playing or not. */
export const seek = createAction<{ tick: number }>("transport/seek");
/** 20 to 480, clamped. */
export const setTempo = createAction<{ bpm: number }>("transport/tempo");

export const COMMANDS = {
  addModule,
  removeModules,
  renameModule,
  moveModules,
  bypassModules,
  duplicateModules,
  setParameters,
  setContent,
  connect,
  disconnect,
  adjustConnection,
  createPattern,
  deletePattern,
  resizePattern,
  setSteps,
  bindPattern,
  addAsset,
  savePreset,
  deletePreset,
  insertFragment,
  renamePatch,
  replacePatch,
  restore,
  play,
  pause,
  stop,
  seek,
  setTempo,
};

export type Command = ReturnType<(typeof COMMANDS)[keyof typeof COMMANDS]>;
