import { expect, test } from "vitest";
import { registry } from "#modules/index.ts";
import { DEMO_SECONDS, demoSamples, demoSnapshot } from "./demo-sound.ts";
import golden from "./sound/demo-hash.json";
import { sha, throughWorklet } from "./through-worklet.ts";

test.each([true, false])("the worklet plays the demo's very bytes (shared memory: %s)", async (shared) => {
  const fetched = (path: string) => fetch(`/examples/${path}`);
  const snapshot = demoSnapshot(await (await fetched("first-light.opto")).text());
  const samples = await demoSamples(snapshot, async (path) => (await fetched(path)).arrayBuffer());
  const render = { snapshot, registry, seconds: DEMO_SECONDS, samples, shared };
  expect(await sha(await throughWorklet(render))).toBe(golden.sha256);
});
