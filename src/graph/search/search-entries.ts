import { searchScore } from "#controls/search-score.ts";
import type { ModuleDefinition, ModuleKind } from "#engine/module-definition.ts";
import type { PatchFragment } from "#engine/patch.ts";

/** A patch preset as the search offers it. */
export interface SearchPreset {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly fragment: PatchFragment;
}

export type SearchEntry =
  | { readonly kind: "module"; readonly key: string; readonly definition: ModuleDefinition }
  | { readonly kind: "preset"; readonly key: string; readonly preset: SearchPreset };

export const titleOf = (entry: SearchEntry): string =>
  entry.kind === "module" ? entry.definition.title : entry.preset.name;

export const summaryOf = (entry: SearchEntry): string =>
  entry.kind === "module" ? entry.definition.summary : entry.preset.summary;

const KIND_WORDS: Readonly<Record<ModuleKind, string>> = {
  sequencer: "sequencer",
  audio: "sound audio",
  video: "picture video",
  control: "control modulation",
  script: "script code",
  io: "output",
};

/** What answers the query, best first; with no query everything in its own order. */
export function findEntries(
  query: string,
  definitions: readonly ModuleDefinition[],
  presets: readonly SearchPreset[],
): readonly SearchEntry[] {
  const entries: SearchEntry[] = [
    ...definitions.map((definition) => ({ kind: "module", key: definition.type, definition }) as const),
    ...presets.map((preset) => ({ kind: "preset", key: `preset ${preset.id}`, preset }) as const),
  ];
  return entries
    .map((entry, order) => ({ entry, order, score: scoreOf(query, entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ entry }) => entry);
}

function scoreOf(query: string, entry: SearchEntry): number {
  if (entry.kind === "preset") {
    const { name, summary } = entry.preset;
    return searchScore(query, [
      { text: name, weight: 0.95 },
      { text: summary, weight: 0.4 },
      { text: "patch preset", weight: 0.3 },
    ]);
  }
  const { title, aliases = [], summary, type, kind } = entry.definition;
  return searchScore(query, [
    { text: title, weight: 1 },
    ...aliases.map((text) => ({ text, weight: 0.8 })),
    { text: summary, weight: 0.4 },
    { text: type, weight: 0.5 },
    { text: KIND_WORDS[kind], weight: 0.3 },
  ]);
}
