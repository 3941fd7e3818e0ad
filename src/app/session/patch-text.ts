import type { PatchText } from "#app/session-port.ts";
import type { Registry } from "#engine/module-definition.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";

/** Reads and writes patch files of these modules. */
export function patchText(registry: Registry): PatchText {
  return {
    serialise: ({ patch, transport }) => serialisePatch({ version: 1, patch, transport }, registry),
    parse: (text) => parsePatch(text, registry),
  };
}
