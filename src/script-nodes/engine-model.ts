import { applyCommand } from "#engine/apply-command.ts";
import { scriptState } from "#script-nodes/state-view.ts";
import type { PatchModel } from "./replica.ts";

/** The engine's own rules and its view for scripts. */
export const ENGINE_MODEL: PatchModel = {
  apply: applyCommand,
  state: scriptState,
};
