import type { DevToolsEnhancerOptions, UnknownAction } from "@reduxjs/toolkit";
import { replacePatch, restore } from "./command.ts";
import type { Patch, Snapshot } from "./patch.ts";
import type { PatchData } from "./patch-data.ts";

/**
 * What Redux DevTools is shown in place of patches: their sizes. It turns all it gets into text with every action, which would
 * take longer than the frame at a thousand modules.
 */
export const DEV_TOOLS: DevToolsEnhancerOptions = {
  name: "Optophone",
  stateSanitizer: (state) => {
    const { patch } = state as { readonly patch?: Snapshot };
    return patch ? { ...state, patch: snapshotSummary(patch) } : state;
  },
  actionSanitizer: (action) => ({ ...action, ...shortPayload(action) }),
};

function shortPayload(action: UnknownAction): { payload?: unknown } {
  if (replacePatch.match(action)) return { payload: { ...action.payload, patch: dataSummary(action.payload.patch) } };
  if (restore.match(action)) return { payload: { operations: action.payload.operations.map(({ kind }) => kind) } };
  return {};
}

const snapshotSummary = ({ version, patch, transport }: Snapshot) => ({
  version,
  transport,
  patch: patchSummary(patch),
});

const dataSummary = ({ name, modules, connections, patterns, assets, presets }: PatchData) => ({
  name,
  modules: modules.length,
  connections: connections.length,
  patterns: patterns.length,
  assets: assets.length,
  presets: presets.length,
});

const patchSummary = (patch: Patch) => ({
  name: patch.name,
  modules: patch.modules.size,
  connections: patch.connections.size,
  patterns: patch.patterns.size,
  assets: patch.assets.size,
  presets: patch.presets.size,
});
