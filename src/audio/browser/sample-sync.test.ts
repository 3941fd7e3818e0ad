import { expect, test } from "vitest";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import type { Publisher } from "#audio/wire/publisher.ts";
import { audio, createRegistry, defineModule } from "#engine/module-definition.ts";
import { refused } from "#engine/outcome.ts";
import type { Asset, ModuleId, Snapshot } from "#engine/patch.ts";
import { SampleSync } from "./sample-sync.ts";

const registry = createRegistry([
  defineModule({
    type: "player",
    version: 1,
    kind: "audio",
    title: "Player",
    summary: "",
    help: "",
    example: { modules: {}, connections: [] },
    inputs: {},
    outputs: { audio: audio("Sound") },
    parameters: {},
    audio: { kernel: "sampler", stateBytes: 64 },
  }),
]);
const asset = (id: number): Asset => ({ id, name: `${id}.wav`, kind: "sound", path: `media/${id}.wav`, hash: `${id}` });
const empty = new PatchBuilder(registry).module(1, "player").module(2, "player").module(3, "player").snapshot();

/** The three players with these assets in them; 0 is none. */
function playing(...assets: readonly number[]): Snapshot {
  let { modules, assets: known } = empty.patch;
  assets.forEach((id, place) => {
    const module = modules.get(place + 1);
    if (!module || id === 0) return;
    modules = modules.set(module.id, { ...module, content: { asset: id } });
    known = known.set(id, asset(id));
  });
  return { ...empty, patch: { ...empty.patch, modules, assets: known } };
}

function sync() {
  // Only this one is used for what can't be loaded.
  const publisher = { setSample: () => {} } as unknown as Publisher;
  const told: string[] = [];
  const samples = new SampleSync(
    publisher,
    registry,
    { load: async ({ name }) => refused(`“${name}” is not here.`) },
    (message) => told.push(message),
  );
  const heard: ModuleId[] = [];
  samples.problems.listen((module) => heard.push(module));
  const problems = () => [1, 2, 3].map((module) => samples.problems.of(module));
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { samples, told, heard, problems, settled };
}

test("every module that plays what can't be loaded says so for as long as it does; it is told once", async () => {
  const { samples, told, heard, problems, settled } = sync();
  samples.update(playing(7, 7, 0));
  expect(problems()).toEqual([undefined, undefined, undefined]);
  await settled();
  expect(problems()).toEqual(["“7.wav” is not here.", "“7.wav” is not here.", undefined]);
  samples.update(playing(0, 7, 7));
  expect(problems()).toEqual([undefined, "“7.wav” is not here.", "“7.wav” is not here."]);
  samples.update(playing(0, 0, 0));
  expect(problems()).toEqual([undefined, undefined, undefined]);
  expect(heard).toEqual([1, 2, 1, 3, 2, 3]);
  expect(told).toEqual(["“7.wav” is not here."]);
});

test("an answer that comes when nobody plays the sound any more marks nobody", async () => {
  const { samples, told, problems, settled } = sync();
  samples.update(playing(7, 0, 0));
  samples.update(playing(0, 0, 0));
  await settled();
  expect(problems()).toEqual([undefined, undefined, undefined]);
  expect(told).toEqual([]);
});
