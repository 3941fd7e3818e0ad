import type { ShippedExample, ShippedPreset } from "#app/session-port.ts";
import { parseFragment } from "#engine/fragment.ts";

const presetTexts = import.meta.glob<string>("/presets/*.json", { query: "?raw", import: "default", eager: true });

/** A preset file: a fragment with the words the browser shows. */
interface PresetFile {
  readonly name: string;
  readonly summary: string;
  readonly fragment: unknown;
}

/** The patch presets in `presets/`. Throws when one of them doesn't parse: that is a mistake in this program, and a test opens each. */
export function shippedPresets(): readonly ShippedPreset[] {
  return Object.entries(presetTexts).map(([path, text]) => {
    const { name, summary, fragment } = JSON.parse(text) as PresetFile;
    const parsed = parseFragment(JSON.stringify(fragment));
    if (!parsed.ok) throw new Error(`${path}: ${parsed.reason}`);
    return { name, summary, fragment: parsed.value };
  });
}

/** Patches in `examples/`, fetched when opened. The first one is what a newcomer sees. */
export const SHIPPED_EXAMPLES: readonly ShippedExample[] = [
  { name: "First light", summary: "Drums, a bass line and a rose of light that hears them.", file: "first-light" },
].map(({ file, ...words }) => ({
  ...words,
  load: async () => {
    const response = await fetch(`/examples/${file}.opto`);
    if (!response.ok) throw new Error(`The example “${words.name}” could not be fetched (${response.status}).`);
    return response.text();
  },
}));
