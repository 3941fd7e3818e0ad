import { expect, test } from "vitest";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { registry } from "#modules/index.ts";
import type { VideoGraph } from "#video/graph/video-graph.ts";
import { GraphFeed } from "./graph-feed.ts";

function fed() {
  const engine = createEngine({ registry });
  const graphs: VideoGraph[] = [];
  const values: [number, readonly number[]][] = [];
  const feed = new GraphFeed(
    registry,
    { graph: (graph) => graphs.push(graph), values: (module, list) => values.push([module, list]) },
    engine.snapshot().patch,
    { epoch: 0, values: {}, words: {} },
  );
  engine.subscribe(({ patch }, changes) => feed.update(patch, changes));
  const add = (type: string) => {
    const added = engine.submit(COMMANDS.addModule({ type, position: { x: 0, y: 0 } }));
    return (added.ok && added.value.modules[0]) || 0;
  };
  const noise = add("video.noise");
  const output = add("io.video-output");
  const oscillator = add("audio.oscillator");
  engine.submit(COMMANDS.connect({ from: { module: noise, port: "video" }, to: { module: output, port: "video" } }));
  engine.flush();
  return { engine, feed, graphs, values, noise, output, oscillator };
}

test("a new cable gives a new graph", () => {
  const { graphs, noise } = fed();
  expect(graphs.at(-1)?.passes.map(({ module }) => module)).toEqual([noise]);
});

test("a control that moves sends values alone", () => {
  const { engine, graphs, values, noise } = fed();
  const before = graphs.length;
  engine.submit(COMMANDS.setParameters({ module: noise, values: { hue: 0.5 } }));
  engine.flush();
  expect(graphs.length).toBe(before);
  expect(values.map(([module]) => module)).toEqual([noise]);
  expect(values[0]?.[1]).toContain(0.5);
});

test("what has no picture, and where modules lie, is none of its business", () => {
  const { engine, graphs, values, noise, oscillator } = fed();
  const before = graphs.length;
  engine.submit(COMMANDS.setParameters({ module: oscillator, values: { pitch: 3 } }));
  engine.submit(COMMANDS.moveModules({ positions: { [noise]: { x: 64, y: 64 } } }));
  engine.flush();
  expect(graphs.length).toBe(before);
  expect(values).toEqual([]);
});

test("a removed module leaves the graph, an undo brings it back", () => {
  const { engine, graphs, noise } = fed();
  engine.submit(COMMANDS.removeModules({ modules: [noise] }));
  engine.flush();
  expect(graphs.at(-1)?.passes).toEqual([]);
  engine.undo();
  engine.flush();
  expect(graphs.at(-1)?.passes.map(({ module }) => module)).toEqual([noise]);
});

test("a preview that is wanted is drawn without an output", () => {
  const { feed, graphs, noise } = fed();
  feed.setPreviews([noise]);
  expect(graphs.at(-1)?.previews).toEqual([{ module: noise, shows: { module: noise, previous: false } }]);
});
