import { describe, expect, test } from "vitest";
import type { ModuleDefinition, ModuleExample } from "#engine/module-definition.ts";
import { registry } from "#modules/index.ts";
import { drawnPatch } from "./testing/drawn-patch.ts";

const WIDTH = 64;
const HEIGHT = 36;

/** The module with these values, a moving pattern at each of its inputs, and an output after it. */
function alone(
  definition: ModuleDefinition,
  parameters: Readonly<Record<string, number | string | boolean>>,
): ModuleExample {
  const inputs = Object.entries(definition.inputs).filter(([, { signal }]) => signal === "video");
  return {
    modules: {
      source: { type: "video.pattern" },
      tested: { type: definition.type, parameters },
      screen: { type: "io.video-output" },
    },
    connections: [...inputs.map(([key]) => `source.video -> tested.${key}`), "tested.video -> screen.video"],
  };
}

/** Each parameter at each end of its range, and each choice at each option. */
function* extremes({ parameters }: ModuleDefinition): Generator<Record<string, number | string | boolean>> {
  for (const [key, parameter] of Object.entries(parameters)) {
    if (parameter.kind === "choice") for (const option of parameter.options) yield { [key]: option };
    else if (parameter.kind === "toggle") yield { [key]: parameter.default === 0 };
    else yield* [{ [key]: parameter.min }, { [key]: parameter.max }];
  }
}

const lit = ({ data }: ImageData): number => data.filter((value, at) => at % 4 !== 3 && value > 24).length;

const shaders = registry.all().filter(({ video }) => video && "fragment" in video && video.kind !== "signal");

describe.each(shaders.map((definition) => [definition.type, definition] as const))("%s", (_, definition) => {
  test("draws something at its defaults, over the whole range without fault", async () => {
    const standard = await drawnPatch(registry, alone(definition, {}), WIDTH, HEIGHT);
    expect(lit(await standard.pictureAfter(0.5))).toBeGreaterThan(WIDTH * HEIGHT * 0.1);
    standard.renderer.destroy();
    for (const parameters of extremes(definition)) {
      const { renderer, pictureAfter } = await drawnPatch(registry, alone(definition, parameters), WIDTH, HEIGHT);
      await pictureAfter(0.1);
      expect([...renderer.problems().values()], JSON.stringify(parameters)).toEqual([]);
      renderer.destroy();
    }
  }, 60_000);
});

describe("feedback", () => {
  const trail = (parameters: Readonly<Record<string, number>>): ModuleExample => ({
    modules: {
      source: { type: "video.pattern", parameters: { speed: 0 } },
      trail: { type: "video.feedback", parameters: { zoom: 1, rotation: 0, fade: 0, ...parameters } },
      screen: { type: "io.video-output" },
    },
    connections: ["source.video -> trail.video", "trail.video -> screen.video"],
  });

  test("keeps a still picture as it is, however long", async () => {
    const { renderer, pictureAfter, idOf } = await drawnPatch(registry, trail({ amount: 1, hue: 0 }), WIDTH, HEIGHT);
    await pictureAfter(0);
    const first = renderer.kept(idOf("trail"));
    await pictureAfter(3);
    const later = renderer.kept(idOf("trail"));
    const furthest = Math.max(...(first ?? []).map((value, at) => Math.abs(value - (later?.[at] ?? Number.NaN))));
    expect(furthest).toBeLessThan(0.01);
    renderer.destroy();
  });

  test("remembers finer steps than a screen can show", async () => {
    const { renderer, pictureAfter, idOf } = await drawnPatch(
      registry,
      trail({ amount: 0.9, hue: 0.2 }),
      WIDTH,
      HEIGHT,
    );
    await pictureAfter(0.5);
    const kept = [...(renderer.kept(idOf("trail")) ?? [])];
    const between = kept.filter((value) => Math.abs(value * 255 - Math.round(value * 255)) > 0.2);
    expect(kept.every(Number.isFinite)).toBe(true);
    expect(between.length).toBeGreaterThan(kept.length * 0.02);
    renderer.destroy();
  });
});
