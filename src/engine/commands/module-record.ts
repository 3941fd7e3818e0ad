import { renumberedAssets } from "#engine/asset-references.ts";
import type { Draft } from "#engine/draft.ts";
import type { Content, ModuleDefinition } from "#engine/module-definition.ts";
import { freeName, nameKey, numberedName } from "#engine/name-index.ts";
import { done, type Outcome, type Refusal, refused } from "#engine/outcome.ts";
import { defaultValues, parameterIndices, storedValue } from "#engine/parameter-value.ts";
import type { ModuleId } from "#engine/patch.ts";
import { plainCopy } from "#engine/plain-copy.ts";
import { newPattern } from "./new-pattern.ts";

/** The name asked for, or the title and a number; made unique among siblings. */
export function uniqueModuleName(
  draft: Draft,
  wanted: string | undefined,
  title: string,
  parent: ModuleId | null,
): string {
  const names = draft.namesOf("modules");
  const isTaken = (name: string) => names.has(nameKey({ name, parent }));
  return wanted === undefined ? numberedName(isTaken, camelCase(title)) : freeName(isTaken, wanted);
}

function camelCase(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : capitalised(word.toLowerCase()))).join("");
  return /^[A-Za-z]/.test(joined) ? joined : `module${joined}`;
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The values a module begins with: its defaults, and over them those written. */
export function valuesFor(
  definition: ModuleDefinition,
  name: string,
  written: Readonly<Record<string, unknown>>,
): Outcome<readonly number[]> {
  const values = defaultValues(definition).slice();
  for (const [key, value] of Object.entries(written)) {
    const index = parameterIndices(definition).get(key);
    const parameter = definition.parameters[key];
    if (index === undefined || !parameter) return unknownParameter(definition, name, key);
    const stored = storedValue(parameter, value);
    if (!stored.ok) return refused(`“${key}” of “${name}” can't be set: ${stored.reason}.`);
    values[index] = stored.value;
  }
  return done(values);
}

export function unknownParameter(definition: ModuleDefinition, name: string, key: string): Refusal {
  const known = Object.keys(definition.parameters).join(", ");
  return refused(`“${name}” has no parameter “${key}”.${known ? ` It has ${known}.` : ""}`);
}

/** A content as the patch keeps it: a copy nobody else can change, its assets those of this transaction. */
export function storedContent(draft: Draft, content: Content): Content {
  return plainCopy(renumberedAssets(content, draft.assetAliases));
}

/** Why a module can't hold a content. */
export function contentProblem(definition: ModuleDefinition, name: string, content: Content): Refusal | undefined {
  if (!definition.content)
    return refused(`“${name}” holds no content: ${definition.title} modules have only parameters.`);
  const problem = definition.content.problem(content);
  return problem === undefined ? undefined : refused(`“${name}” can't hold that: ${problem}`);
}

/** Gives a new tracker a pattern of its own. */
export function bindNewPattern(draft: Draft, definition: ModuleDefinition, module: ModuleId): Refusal | undefined {
  if (definition.sequencer !== "tracker") return undefined;
  const pattern = newPattern(draft, {});
  if (!pattern.ok) return pattern;
  draft.put("bindings", module, pattern.value);
  return undefined;
}
