import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { insertFragment } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { parseFragment } from "#engine/fragment.ts";
import type { Asset } from "#engine/patch.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";

const names = (folder: string, ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending));

/** The media must be the very bytes the patch was made with. */
function expectMedia(assets: Iterable<Omit<Asset, "id">>): void {
  for (const { path, hash } of assets) {
    const bytes = readFileSync(`examples/${path}`);
    expect(createHash("sha256").update(bytes).digest("hex"), path).toBe(hash);
  }
}

test.each(names("examples", ".opto"))("%s opens, has its media, and is written as it stands", (name) => {
  const text = readFileSync(`examples/${name}`, "utf8");
  const read = parsePatch(text, registry);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  expectMedia(read.value.patch.assets.values());
  expect(serialisePatch(read.value, registry)).toBe(text);
});

test.each(names("presets", ".json"))("%s can be inserted, twice", (name) => {
  const { fragment, summary } = JSON.parse(readFileSync(`presets/${name}`, "utf8"));
  expect(summary).toMatch(/\.$/);
  const parsed = parseFragment(JSON.stringify(fragment));
  expect(parsed).toMatchObject({ ok: true });
  if (!parsed.ok) return;
  expectMedia(parsed.value.assets ?? []);
  const engine = createEngine({ registry });
  for (const position of [
    { x: 0, y: 0 },
    { x: 320, y: 0 },
  ]) {
    expect(engine.submit(insertFragment({ fragment: parsed.value, position }))).toMatchObject({ ok: true });
  }
  const { patch } = engine.snapshot();
  expect(patch.modules.size).toBe(2 * parsed.value.modules.length);
  expect(patch.connections.size).toBe(2 * parsed.value.connections.length);
});

test("five patch presets ship", () => {
  expect(names("presets", ".json")).toEqual([
    "audio-reactive-colour.json",
    "drum-machine.json",
    "echo-space.json",
    "feedback-tunnel.json",
    "mono-synth.json",
  ]);
});
