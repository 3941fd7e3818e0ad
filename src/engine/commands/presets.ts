import { copyFragment } from "#engine/fragment.ts";
import { freeName } from "#engine/name-index.ts";
import { refused } from "#engine/outcome.ts";
import { plainCopy } from "#engine/plain-copy.ts";
import { titleProblem } from "#engine/title.ts";
import { type CommandDefinition, firstMissing, missingModule, type PayloadOf } from "./definition.ts";

const LONGEST_SUMMARY = 400;

/** A name another preset has gets a number. */
export const savePresetCommand: CommandDefinition<PayloadOf<"savePreset">> = {
  label: "save preset",
  apply(draft, { name: wanted, summary = "", modules, id: wantedId }) {
    const bad = titleProblem(wanted);
    if (bad) return bad;
    if (typeof summary !== "string" || summary.length > LONGEST_SUMMARY)
      return refused(`A preset's summary is a text of up to ${LONGEST_SUMMARY} characters.`);
    const missing = firstMissing(draft, modules);
    if (missing !== undefined) return missingModule(missing);
    if (modules.length === 0) return refused("A preset holds at least one module. Select those it should hold.");
    const id = draft.takeId("preset", wantedId);
    if (!id.ok) return id;
    const taken = new Set([...draft.patch.presets.values()].map(({ name }) => name));
    const name = freeName((other) => taken.has(other), wanted);
    const fragment = plainCopy(copyFragment(draft.patch, draft.registry, modules));
    draft.put("presets", id.value, { id: id.value, name, summary, fragment });
    return undefined;
  },
};

export const deletePresetCommand: CommandDefinition<PayloadOf<"deletePreset">> = {
  label: "delete preset",
  apply(draft, { preset }) {
    if (!draft.patch.presets.has(preset)) return refused(`There is no preset ${preset} any more.`);
    draft.put("presets", preset, undefined);
    return undefined;
  },
};
