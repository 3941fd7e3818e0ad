import { expect, test } from "vitest";
import { done, type Outcome } from "#engine/outcome.ts";
import type { Asset } from "#engine/patch.ts";
import { loadSound } from "./sample-loader.ts";

const SHIPPED = import.meta.glob<string>("/examples/media/*", { query: "?url", import: "default", eager: true });

const load = (asset: Pick<Asset, "name" | "kind">, bytes: () => Promise<ArrayBuffer>) =>
  loadSound(
    { id: 1, path: asset.name, hash: "", ...asset },
    { load: async (): Promise<Outcome<ArrayBuffer>> => done(await bytes()) },
  );
const shipped = (name: string) => async () => (await fetch(SHIPPED[`/examples/media/${name}`] ?? "")).arrayBuffer();

test("a clip without sound is silence as long as its picture, so that a sampler can play it", async () => {
  const sound = await load({ name: "kick.webm", kind: "clip" }, shipped("kick.webm"));
  if (!sound.ok) throw new Error(sound.reason);
  const { channels, sampleRate } = sound.value;
  expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(0.6, 2);
  expect(channels[0]?.every((value) => value === 0)).toBe(true);
});

test("a sound is decoded at its own length", async () => {
  const sound = await load({ name: "kick.wav", kind: "sound" }, shipped("kick.wav"));
  if (!sound.ok) throw new Error(sound.reason);
  expect(Math.max(...(sound.value.channels[0] ?? []))).toBeGreaterThan(0.3);
});

test("what is no clip, and a sound in no known format, are refused by name", async () => {
  const text = async () => new TextEncoder().encode("nothing of the kind").buffer;
  const clip = await load({ name: "notes.mp4", kind: "clip" }, text);
  expect(!clip.ok && clip.reason).toContain("“notes.mp4”");
  const sound = await load({ name: "notes.mp3", kind: "sound" }, text);
  expect(!sound.ok && sound.reason).toContain("“notes.mp3”");
});
