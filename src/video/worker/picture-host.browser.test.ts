import { expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { fragmentFromExample } from "#engine/fragment.ts";
import { createRegistry, defineModule, type ModuleDefinition, video } from "#engine/module-definition.ts";
import { registry as modules } from "#modules/index.ts";
import { buildVideoGraph, type VideoGraph } from "#video/graph/video-graph.ts";
import type { FromPicture } from "#video/graph/worker-protocol.ts";
import { PictureHost } from "./picture-host.ts";

const BROKEN = defineModule({
  type: "video.broken",
  version: 1,
  kind: "video",
  title: "Broken",
  summary: "Draws nothing.",
  help: "Its shader has a mistake.",
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {},
  video: { kind: "pass", fragment: "vec4 effect(vec2 uv) { return texture(uVideo, uv) + nonsense; }" },
  example: {
    modules: {
      pattern: { type: "video.pattern" },
      broken: { type: "video.broken" },
      screen: { type: "io.video-output" },
    },
    connections: ["pattern.video -> broken.video", "broken.video -> screen.video"],
  },
});

const registry = createRegistry([...modules.all(), BROKEN]);

function graphOf(definition: ModuleDefinition | undefined): VideoGraph {
  if (!definition) throw new Error("No such module");
  const engine = createEngine({ registry });
  const fragment = fragmentFromExample(definition, registry);
  engine.submit(COMMANDS.insertFragment({ fragment, position: { x: 0, y: 0 } }));
  const telemetry = { epoch: 0, values: {}, words: {} };
  return buildVideoGraph({ patch: engine.snapshot().patch, registry, telemetry, previews: [] });
}

/** A host that draws a graph on this thread, and everything it says. */
function hosted(graph: VideoGraph) {
  const said: FromPicture[] = [];
  const host = new PictureHost({ post: (message) => said.push(message), now: () => performance.now() });
  host.receive({ kind: "start", width: 320, height: 180 });
  host.receive({ kind: "graph", graph });
  let loop = 0;
  const step = () => {
    host.frame();
    loop = requestAnimationFrame(step);
  };
  step();
  onTestFinished(() => cancelAnimationFrame(loop));
  const lit = () => {
    host.receive({ kind: "capture", request: 1 });
    const last = said.findLast((message) => message.kind === "captured");
    return last ? last.pixels.filter((value, at) => at % 4 !== 3 && value > 24).length : 0;
  };
  return { host, said, lit };
}

const SOON = { timeout: 15_000 };

test("after the graphics card is lost the picture comes back by itself", async () => {
  const { host, lit, said } = hosted(graphOf(modules.get("video.kaleidoscope")));
  await expect.poll(lit, SOON).toBeGreaterThan(1_000);
  const before = host.canvas;
  before?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  await expect.poll(() => host.canvas !== before && host.canvas !== undefined, SOON).toBe(true);
  said.length = 0;
  await expect.poll(lit, SOON).toBeGreaterThan(1_000);
});

test("a module whose shader is broken says so and lets its input through", async () => {
  const graph = graphOf(BROKEN);
  const { said, lit } = hosted(graph);
  await expect.poll(lit, SOON).toBeGreaterThan(1_000);
  const broken = graph.passes.find(({ type }) => type === "video.broken")?.module;
  await expect
    .poll(() => said.find((message) => message.kind === "problem"), SOON)
    .toMatchObject({ module: broken, message: expect.stringContaining("nonsense") });
});
