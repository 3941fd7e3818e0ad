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
/** Takes modules out, with those that live in them and all their cables. Refused when one of them is gone. */
export const removeModules = createAction<{ modules: readonly ModuleId[] }>("module/remove");
/** Gives a module a name that no other beside it has: a letter, then letters, digits, - and _, up to 64. A taken name is refused. */
export const renameModule = createAction<{ module: ModuleId; name: string }>("module/rename");
/** Puts modules at places in px, brought onto the grid of 16. Refused when one of them is gone or a place is no two numbers. */
export const moveModules = createAction<{ positions: Readonly<Record<ModuleId, Position>> }>("module/move");
/** Has modules pass on their inputs unchanged, or do their work again. Refused when one of them is gone. */
export const bypassModules = createAction<{ modules: readonly ModuleId[]; bypassed: boolean }>("module/bypass");
/** Copies modules and the cables among them, offset by `by` (default 32, 32). */
export const duplicateModules = createAction<{ modules: readonly ModuleId[]; by?: Position }>("module/duplicate");
/** Values are clamped to the parameter's range; an unknown key or option refuses the whole command. */
export const setParameters = createAction<{
  module: ModuleId;
  values: Readonly<Record<string, number | string | boolean>>;
}>("parameter/set");
/** Replaces a module's content; cables at ports that vanish stay, and carry nothing until those return. */
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
/** Pulls cables out. Refused when one of them is gone. */
export const disconnect = createAction<{ connections: readonly ConnectionId[] }>("connection/remove");
/**
 * Sets how much a cable passes on: `amount` is clamped to 0 to 2 for sound and −1 to 1 for all else, `offset` to −1 to 1. An inactive
 * cable carries nothing.
 */
export const adjustConnection = createAction<{
  connection: ConnectionId;
  amount?: number;
  offset?: number;
  active?: boolean;
}>("connection/adjust");
/** Makes an empty pattern of 1 to 256 `steps` (default 16), 1 to 96 of them a beat (default 4); other sizes are refused. Default name: a free one. */
export const createPattern = createAction<{ name?: string; steps?: number; stepsPerBeat?: number; id?: PatternId }>(
  "pattern/create",
);
/** Takes a pattern away; sequencers that play it play nothing then. */
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
/** Has a tracker play a pattern, in place of the one it plays. Refused for a module that plays none. */
export const bindPattern = createAction<{ module: ModuleId; pattern: PatternId }>("pattern/bind");
/** Puts a media file into the patch, under a free name. A file that is there already, by hash or else by path, is not added again. */
export const addAsset = createAction<Omit<Asset, "id"> & { id?: AssetId }>("asset/add");
/** Keeps a copy of one or more modules as a preset of the patch; a taken name gets a number. `summary` has up to 400 characters. */
export const savePreset = createAction<{ name: string; summary?: string; modules: readonly ModuleId[]; id?: PresetId }>(
  "preset/save",
);
/** Takes a preset out of the patch; modules made from it stay. */
export const deletePreset = createAction<{ preset: PresetId }>("preset/delete");
/** Puts a fragment's modules, cables, patterns and assets into the patch, its top left corner at `position`. */
export const insertFragment = createAction<{ fragment: PatchFragment; position: Position }>("preset/insert");
/** Gives the patch a name of 1 to 64 characters, without spaces at its ends. */
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

/** Lets time go on from where it is. */
export const play = createAction("transport/play");
/** Holds time where it is; of no effect while stopped. */
export const pause = createAction("transport/pause");
/** Stops, and goes back to the beginning. */
export const stop = createAction("transport/stop");
/** Jumps to a tick at or above 0, playing or not. */
export const seek = createAction<{ tick: number }>("transport/seek");
/** 20 to 480, clamped. */
export const setTempo = createAction<{ bpm: number }>("transport/tempo");

/** All commands by name: the only list. How each is carried out stands in `commands/command-table.ts`. */
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

/** One change to the patch, as plain data. */
export type Command = ReturnType<(typeof COMMANDS)[keyof typeof COMMANDS]>;
