import { expect, it } from "vitest";
import { addModule } from "#engine/command.ts";
import { registry } from "#modules/index.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { stageWith } from "./testing/stage.ts";

/** What the examples take for granted. */
const MODULES = [
  ["audio.sampler", "kick"],
  ["audio.filter", "filter"],
  ["control.lfo", "lfo"],
  ["sequencer.tracker", "drums"],
  ["io.audio-output", "output"],
  ["io.audio-output", "speakers"],
  ["video.pattern", "shapes"],
] as const;
const LOCALS = `local id, seconds = 1, 0
local kick = engine:getModuleRegistry():getModule("kick")
local amount, spin = input("A"), output("S")
pattern("beat", 16)
`;

it.each(Object.entries(HOST_API.functions).map(([path, { example }]) => [path, example] as const))(
  "the example of %s runs: %s",
  async (_, example) => {
    const { engine, add, play, status } = stageWith(registry);
    for (const [type, name] of MODULES) engine.submit(addModule({ type, name }));
    engine.flush();
    await add("me", LOCALS + example);
    await play(2);
    expect(status("me")?.error).toBeUndefined();
  },
);
