import { expect, test } from "vitest";
import { addModule, connect } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine } from "./engine.ts";
import { testRegistry } from "./testing/test-registry.ts";

/** One module of each kind, with the ids 1 and on, by name. */
const TYPES = {
  tone: "audio.tone",
  lfo: "control.lfo",
  beat: "sequencer.tracker",
  drum: "audio.player",
  mix: "video.mix",
  echo: "video.echo",
  script: "script.test",
  other: "video.mix",
  second: "sequencer.tracker",
};
const NAMES = Object.keys(TYPES);

function begin(): Engine {
  const engine = createEngine({ registry: testRegistry });
  engine.submit(Object.entries(TYPES).map(([name, type]) => addModule({ type, name })));
  return engine;
}

function cable(from: string, to: string) {
  const end = (text: string) => {
    const [name = "", port = ""] = text.split(".");
    return { module: NAMES.indexOf(name) + 1, port };
  };
  return connect({ from: end(from), to: end(to) });
}

test.each([
  ["drum.sound", "tone.sound", "audio"],
  ["lfo.value", "tone.level", "control"],
  ["lfo.value", "lfo.rate", "control"],
  ["beat.notes", "drum.notes", "event"],
  ["drum.picture", "mix.first", "video"],
  ["tone.sound", "tone.sound", "audio"],
])("%s feeds %s", (from, to, signal) => {
  const engine = begin();
  expect(engine.submit(cable(from, to))).toMatchObject({ ok: true, value: { connections: [1] } });
  expect(engine.snapshot().patch.connections.get(1)).toMatchObject({ signal, amount: 1, offset: 0, active: true });
  expect(engine.submit(cable(from, to))).toMatchObject({ ok: false, reason: expect.stringContaining("already feeds") });
});

test.each([
  ["tone.sound", "mix.first", /“tone” can't feed “mix”: sound doesn't go into a picture input\. Try an oscilloscope/],
  ["tone.sound", "tone.level", /sound doesn't go into a control input\. Try an analyser/],
  ["lfo.value", "tone.sound", /control doesn't go into a sound input\. Try/],
  ["beat.notes", "tone.sound", /note doesn't go into a sound input\. Try a sampler or an envelope/],
  ["lfo.value", "tone.shape", /“shape” of “tone” is a choice/],
  ["lfo.value", "tone.muted", /“muted” of “tone” is a toggle/],
  ["lfo.value", "tone.colour", /“tone” has no input called “colour”/],
  ["lfo.constructor", "tone.level", /“lfo” has no output called “constructor”/],
  ["gone.value", "tone.level", /no module any more/],
  ["mix.picture", "mix.first", /the picture would run in a circle\. Try a feedback module/],
  ["beat.notes", "beat.trigger", /notes would run in a circle for ever/],
])("%s doesn't feed %s, and it is said why", (from, to, words) => {
  const engine = begin();
  const before = engine.snapshot();
  const outcome = engine.submit(cable(from, to));
  expect(outcome.ok ? "" : outcome.reason).toMatch(words);
  expect(engine.snapshot()).toBe(before);
});

test("a picture may go in a circle through a feedback module, and in no other", () => {
  const engine = begin();
  expect(engine.submit([cable("mix.picture", "other.first"), cable("other.picture", "echo.picture")]).ok).toBe(true);
  expect(engine.can(cable("other.picture", "mix.second")).ok).toBe(false);
  expect(engine.submit(cable("echo.picture", "mix.second")).ok).toBe(true);
});

test("notes may not go in a circle over several modules", () => {
  const engine = begin();
  engine.submit(cable("beat.notes", "second.trigger"));
  expect(engine.can(cable("second.notes", "beat.trigger")).ok).toBe(false);
});

test("inputs for sound, control and notes take many cables, one for pictures holds the last", () => {
  const engine = begin();
  const outcome = engine.submit([
    cable("tone.sound", "tone.sound"),
    cable("drum.sound", "tone.sound"),
    cable("beat.notes", "drum.notes"),
    cable("second.notes", "drum.notes"),
    cable("drum.picture", "mix.first"),
    cable("echo.picture", "mix.first"),
  ]);
  expect(outcome.ok).toBe(true);
  expect([...engine.snapshot().patch.connections.keys()].sort()).toEqual([1, 2, 3, 4, 6]);
});
