import { searchScore } from "#controls/search-score.ts";
import type { ModuleDefinition, ModuleKind } from "#engine/module-definition.ts";

/** Groups of the browser, in order. */
export const KIND_TITLES: readonly (readonly [ModuleKind, string])[] = [
  ["sequencer", "Sequence"],
  ["audio", "Sound"],
  ["video", "Picture"],
  ["control", "Control"],
  ["script", "Script"],
  ["io", "In and out"],
];

/** Definitions that fit the query by title, other words for it, type or summary, best first; all in their order without one. */
export function findModules(all: readonly ModuleDefinition[], query: string): readonly ModuleDefinition[] {
  if (query.trim() === "") return all;
  return all
    .map((definition) => ({ definition, score: searchScore(query, fieldsOf(definition)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ definition }) => definition);
}

const fieldsOf = ({ title, type, summary, aliases = [] }: ModuleDefinition) => [
  { text: title, weight: 1 },
  ...aliases.map((text) => ({ text, weight: 0.8 })),
  { text: type, weight: 0.6 },
  { text: summary, weight: 0.4 },
];
