import { expect, test } from "vitest";
import { registry } from "#modules/index.ts";
import text from "/examples/first-light.opto?raw";
import { DEMO_SECONDS, demoSamples, demoSnapshot } from "./demo-sound.ts";
import golden from "./sound/demo-hash.json";
import { sha, throughWorklet } from "./through-worklet.ts";

test.each([true, false])("the worklet plays the demo's very bytes (shared memory: %s)", async (shared) => {
  const snapshot = demoSnapshot(text);
  const samples = await demoSamples(snapshot, async (path) => (await fetch(`/examples/${path}`)).arrayBuffer());
  const render = { snapshot, registry, seconds: DEMO_SECONDS, samples, shared };
  expect(await sha(await throughWorklet(render))).toBe(golden.sha256);
});
