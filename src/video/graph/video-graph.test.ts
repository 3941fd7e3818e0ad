import { describe, expect, test } from "vitest";
import { COMMANDS, type Command } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Engine } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import { registry } from "#modules/index.ts";
import { buildVideoGraph, type VideoGraph } from "./video-graph.ts";

/** An engine with these modules, and their ids. */
function patched(...types: string[]): { engine: Engine; ids: readonly ModuleId[] } {
  const engine = createEngine({ registry });
  const ids = types.map((type, place) => {
    const added = engine.submit(COMMANDS.addModule({ type, position: { x: place * 256, y: 0 } }));
    if (!added.ok) throw new Error(added.reason);
    return added.value.modules[0] ?? 0;
  });
  return { engine, ids };
}

function submit(engine: Engine, command: Command): void {
  const outcome = engine.submit(command);
  if (!outcome.ok) throw new Error(outcome.reason);
}

const cable = (engine: Engine, from: ModuleId | undefined, to: ModuleId | undefined, input = "video") =>
  submit(
    engine,
    COMMANDS.connect({ from: { module: from ?? 0, port: "video" }, to: { module: to ?? 0, port: input } }),
  );

const graphOf = (
  engine: Engine,
  previews: readonly ModuleId[] = [],
  values: Readonly<Record<string, number>> = {},
): VideoGraph =>
  buildVideoGraph({
    patch: engine.snapshot().patch,
    registry,
    telemetry: { epoch: 1, values, words: {} },
    previews,
  });

const drawn = (graph: VideoGraph) => graph.passes.map(({ module }) => module);

describe("what is drawn", () => {
  test("a chain is drawn from its source to the output", () => {
    const { engine, ids } = patched("video.pattern", "video.colour", "io.video-output");
    const [pattern, colour, output] = ids;
    cable(engine, pattern, colour);
    cable(engine, colour, output);
    const graph = graphOf(engine);
    expect(drawn(graph)).toEqual([pattern, colour]);
    expect(graph.output).toEqual({ module: output, shows: { module: colour, previous: false } });
    expect(graph.passes[1]?.inputs).toEqual([{ key: "video", picture: { module: pattern, previous: false } }]);
  });

  test("what nobody sees is not drawn, until its preview is wanted", () => {
    const { engine, ids } = patched("video.pattern", "video.noise", "io.video-output");
    const [pattern = 0, noise = 0, output] = ids;
    cable(engine, pattern, output);
    expect(drawn(graphOf(engine))).toEqual([pattern]);
    const watched = graphOf(engine, [noise]);
    expect(drawn(watched)).toEqual([pattern, noise]);
    expect(watched.previews).toEqual([{ module: noise, shows: { module: noise, previous: false } }]);
  });

  test("a picture that two modules see is drawn once", () => {
    const { engine, ids } = patched("video.pattern", "video.blend", "io.video-output");
    const [pattern, blend, output] = ids;
    cable(engine, pattern, blend, "a");
    cable(engine, pattern, blend, "b");
    cable(engine, blend, output);
    expect(drawn(graphOf(engine))).toEqual([pattern, blend]);
  });

  test("the first output that has a picture is shown", () => {
    const { engine, ids } = patched("io.video-output", "io.video-output", "video.noise");
    const [, second, noise] = ids;
    cable(engine, noise, second);
    expect(graphOf(engine).output?.module).toBe(second);
  });

  test("a preview of an output shows what comes in, and of an empty one black", () => {
    const { engine, ids } = patched("io.video-output", "io.video-output", "video.noise");
    const [empty = 0, full = 0, noise = 0] = ids;
    cable(engine, noise, full);
    expect(graphOf(engine, [empty, full]).previews).toEqual([
      { module: empty, shows: null },
      { module: full, shows: { module: noise, previous: false } },
    ]);
  });
});

describe("rings and detours", () => {
  test("a cable that closes a ring carries the frame before", () => {
    const { engine, ids } = patched("video.feedback", "video.colour", "io.video-output");
    const [feedback = 0, colour = 0, output] = ids;
    cable(engine, feedback, colour);
    cable(engine, colour, feedback);
    cable(engine, colour, output);
    const graph = graphOf(engine);
    expect(drawn(graph)).toEqual([feedback, colour]);
    expect(graph.passes[0]?.inputs).toEqual([{ key: "video", picture: { module: colour, previous: true } }]);
    expect(graph.passes[1]?.inputs).toEqual([{ key: "video", picture: { module: feedback, previous: false } }]);
  });

  test("a bypassed module lets its input through and isn't drawn", () => {
    const { engine, ids } = patched("video.pattern", "video.colour", "io.video-output");
    const [pattern, colour = 0, output] = ids;
    cable(engine, pattern, colour);
    cable(engine, colour, output);
    submit(engine, COMMANDS.bypassModules({ modules: [colour], bypassed: true }));
    const graph = graphOf(engine);
    expect(drawn(graph)).toEqual([pattern]);
    expect(graph.output?.shows).toEqual({ module: pattern, previous: false });
  });

  test("a ring of bypassed modules is black", () => {
    const { engine, ids } = patched("video.feedback", "video.blur", "io.video-output");
    const [feedback = 0, blur = 0, output] = ids;
    cable(engine, feedback, blur);
    cable(engine, blur, feedback);
    cable(engine, blur, output);
    submit(engine, COMMANDS.bypassModules({ modules: [feedback, blur], bypassed: true }));
    expect(graphOf(engine).output).toBeNull();
  });

  test("an inactive cable carries nothing", () => {
    const { engine, ids } = patched("video.pattern", "io.video-output");
    cable(engine, ids[0], ids[1]);
    const [connection] = engine.snapshot().patch.connections.keys();
    submit(engine, COMMANDS.adjustConnection({ connection: connection ?? 0, active: false }));
    expect(graphOf(engine).output).toBeNull();
  });
});

describe("values", () => {
  test("a moved parameter is read where the sound host publishes it, others are as set", () => {
    const { engine, ids } = patched("video.colour", "io.video-output");
    const [colour = 0, output] = ids;
    cable(engine, colour, output);
    submit(engine, COMMANDS.setParameters({ module: colour, values: { contrast: 2.5 } }));
    const pass = graphOf(engine, [], { [`${colour}.hue`]: 4_096 }).passes[0];
    expect(pass?.parameters.find(({ key }) => key === "hue")).toMatchObject({ base: 0, address: 4_096 });
    expect(pass?.parameters.find(({ key }) => key === "contrast")).toMatchObject({ base: 2.5, address: -1 });
  });

  test("each module has a seed of its own, the same each time", () => {
    const { engine, ids } = patched("video.noise", "video.noise", "video.blend", "io.video-output");
    const [a, b, blend, output] = ids;
    cable(engine, a, blend, "a");
    cable(engine, b, blend, "b");
    cable(engine, blend, output);
    const seeds = graphOf(engine).passes.map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(3);
    expect(graphOf(engine).passes.map(({ seed }) => seed)).toEqual(seeds);
    for (const seed of seeds) expect(seed).toBeGreaterThanOrEqual(0);
    for (const seed of seeds) expect(seed).toBeLessThan(1);
  });

  test("the graph is plain data", () => {
    const { engine, ids } = patched("video.pattern", "video.mixer", "io.video-output");
    cable(engine, ids[0], ids[1], "video3");
    cable(engine, ids[1], ids[2]);
    const graph = graphOf(engine);
    expect(structuredClone(graph)).toEqual(graph);
  });
});
