import { expect, test } from "vitest";
import { addModule, bypassModules, connect, removeModules, setParameters } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { audio, createRegistry, defineModule } from "./module-definition.ts";
import { number } from "./parameter.ts";

const tone = defineModule({
  type: "audio.tone",
  version: 1,
  kind: "audio",
  title: "Tone",
  summary: "A tone.",
  help: "A tone.",
  inputs: { sound: audio("Sound") },
  outputs: { sound: audio("Sound") },
  parameters: {
    level: number({ label: "Level", unit: "ratio", min: 0, max: 1, default: 0.5, summary: "How loud." }),
  },
  example: { modules: {}, connections: [] },
});

const begin = () => createEngine({ registry: createRegistry([tone]) });

test("removing a module takes its cables, and undo brings all of it back", () => {
  const engine = begin();
  engine.submit([addModule({ type: "audio.tone" }), addModule({ type: "audio.tone", name: "echo" })]);
  engine.submit(connect({ from: { module: 1, port: "sound" }, to: { module: 2, port: "sound" } }));
  const before = engine.snapshot().patch;
  engine.submit(removeModules({ modules: [2] }));
  expect(engine.snapshot().patch.connections.size).toBe(0);
  expect(engine.snapshot().patch.connectionsOf.size).toBe(0);
  expect(engine.undo()).toEqual({ ok: true, value: undefined });
  const after = engine.snapshot().patch;
  for (const table of ["modules", "parameters", "layout", "connections", "connectionsOf"] as const)
    expect([...after[table]]).toEqual([...before[table]]);
  engine.redo();
  expect(engine.snapshot().patch.modules.size).toBe(1);
});

test("a drag is one step of undo", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  const drag = engine.gesture("turn level");
  for (let move = 0; move < 300; move++) drag.submit(setParameters({ module: 1, values: { level: move / 300 } }));
  drag.end();
  expect(engine.undoState().undo).toBe("turn level");
  engine.undo();
  expect(engine.snapshot().patch.parameters.get(1)).toEqual([0.5]);
});

test("a refused command changes nothing", () => {
  const engine = begin();
  const before = engine.snapshot();
  const outcome = engine.submit([addModule({ type: "audio.tone" }), addModule({ type: "audio.gone" })]);
  expect(outcome.ok).toBe(false);
  expect(engine.snapshot()).toBe(before);
});

test("an observer that throws harms nobody, and what one submits is heard in the same flush", () => {
  const engine = begin();
  const troubles: string[] = [];
  const heard: number[] = [];
  engine.onTrouble((message) => troubles.push(message));
  engine.subscribe(() => {
    throw new Error("broken");
  });
  engine.subscribe(({ version }) => {
    heard.push(version);
    if (heard.length === 1) engine.submit(bypassModules({ modules: [1], bypassed: true }));
  });
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(heard).toEqual([2, 3]);
  expect(engine.snapshot().patch.modules.get(1)?.bypassed).toBe(true);
  expect(troubles[0]).toContain("broken");
});
