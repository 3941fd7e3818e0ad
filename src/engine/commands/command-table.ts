import { COMMANDS } from "#engine/command.ts";
import { addModuleCommand } from "./add-module.ts";
import { addAssetCommand } from "./assets.ts";
import { adjustConnectionCommand, connectCommand, disconnectCommand } from "./connections.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";
import { renamePatchCommand, replacePatchCommand, restoreCommand } from "./document.ts";
import { duplicateModulesCommand } from "./duplicate-modules.ts";
import { bypassModulesCommand, moveModulesCommand, removeModulesCommand, renameModuleCommand } from "./edit-modules.ts";
import { insertFragmentCommand } from "./insert-fragment.ts";
import {
  bindPatternCommand,
  createPatternCommand,
  deletePatternCommand,
  resizePatternCommand,
  setStepsCommand,
} from "./patterns.ts";
import { deletePresetCommand, savePresetCommand } from "./presets.ts";
import { setContentCommand } from "./set-content.ts";
import { setParametersCommand } from "./set-parameters.ts";
import { pauseCommand, playCommand, seekCommand, setTempoCommand, stopCommand } from "./transport.ts";

const DEFINITIONS: { readonly [K in keyof typeof COMMANDS]: CommandDefinition<PayloadOf<K>> } = {
  addModule: addModuleCommand,
  removeModules: removeModulesCommand,
  renameModule: renameModuleCommand,
  moveModules: moveModulesCommand,
  bypassModules: bypassModulesCommand,
  duplicateModules: duplicateModulesCommand,
  setParameters: setParametersCommand,
  setContent: setContentCommand,
  connect: connectCommand,
  disconnect: disconnectCommand,
  adjustConnection: adjustConnectionCommand,
  createPattern: createPatternCommand,
  deletePattern: deletePatternCommand,
  resizePattern: resizePatternCommand,
  setSteps: setStepsCommand,
  bindPattern: bindPatternCommand,
  addAsset: addAssetCommand,
  savePreset: savePresetCommand,
  deletePreset: deletePresetCommand,
  insertFragment: insertFragmentCommand,
  renamePatch: renamePatchCommand,
  replacePatch: replacePatchCommand,
  restore: restoreCommand,
  play: playCommand,
  pause: pauseCommand,
  stop: stopCommand,
  seek: seekCommand,
  setTempo: setTempoCommand,
};

/** How each command is carried out, by action type. A payload's type goes with its key, which the map can't say. */
export const COMMAND_DEFINITIONS: ReadonlyMap<string, CommandDefinition<never>> = new Map(
  (Object.keys(DEFINITIONS) as (keyof typeof COMMANDS)[]).map((key) => [
    COMMANDS[key].type,
    DEFINITIONS[key] as CommandDefinition<never>,
  ]),
);
