import { refused } from "#engine/outcome.ts";
import { isPatch, patchData, patchOf } from "#engine/patch-data.ts";
import { restoreOperations } from "#engine/restore-operations.ts";
import { titleProblem } from "#engine/title.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";

export const renamePatchCommand: CommandDefinition<PayloadOf<"renamePatch">> = {
  label: "rename patch",
  apply(draft, { name }) {
    const bad = titleProblem(name);
    if (bad) return bad;
    draft.setTitle(name);
    return undefined;
  },
};

export const replacePatchCommand: CommandDefinition<PayloadOf<"replacePatch">> = {
  label: "open patch",
  apply(draft, { patch, transport }) {
    const read = patchOf(isPatch(patch) ? patchData(patch) : patch);
    if (!read.ok) return refused(`That is no patch: ${read.reason}`);
    draft.setDocument(read.value);
    if (!transport) return undefined;
    const { bpm, beatsPerBar } = transport;
    if (!(bpm >= 20 && bpm <= 480) || !(Number.isInteger(beatsPerBar) && beatsPerBar >= 1 && beatsPerBar <= 32))
      return refused("A tempo is 20 to 480 beats a minute, and a bar 1 to 32 beats.");
    draft.transport = { ...draft.transport, bpm, beatsPerBar };
    return undefined;
  },
};

export const restoreCommand: CommandDefinition<PayloadOf<"restore">> = {
  label: "restore",
  apply(draft, { operations }) {
    return restoreOperations(draft, operations);
  },
};
