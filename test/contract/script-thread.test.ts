import type { Worker } from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import { addModule } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { registry } from "#modules/index.ts";
import { createNodeScriptHost } from "#script-nodes/node/script-host.ts";

/** The one the command line and renders use. */
const BUILT = new URL("../../build/cli/script-worker.js", import.meta.url);

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** Scripts in the built thread, and the threads there have been. */
function built() {
  const threads: Worker[] = [];
  const noted = (thread: Worker): void => void threads.push(thread);
  process.on("worker", noted);
  const engine = createEngine({ registry });
  const host = createNodeScriptHost({
    engine,
    live: { tick: () => 0, value: () => undefined, drive: () => {}, release: () => {} },
    onTrouble: () => {},
    epoch: () => 0,
    workerUrl: BUILT,
  });
  endings.push(() => {
    process.off("worker", noted);
    host.dispose();
  });
  const add = async (name: string, source: string): Promise<number> => {
    const outcome = engine.submit(addModule({ type: "script.lua", name, content: { source } }));
    engine.flush();
    await host.settled();
    return outcome.ok ? (outcome.value.modules[0] ?? 0) : 0;
  };
  const play = async (from: number, frames: number): Promise<void> => {
    for (let frame = from; frame < from + frames; frame++) {
      engine.flush();
      host.frame(frame / 60);
      await host.idle();
    }
  };
  return { host, add, play, threads };
}

it("goes on with every script where it was when its thread ends", async () => {
  const { host, add, play, threads } = built();
  const b = await add("b", "n = 0 engine:onFrame(function() n = n + 1 print(n) end)");
  await play(0, 5);
  void threads[0]?.terminate();
  await vi.waitFor(() => expect(threads).toHaveLength(2), { timeout: 10_000 });
  await host.settled();
  await play(5, 5);
  expect(host.statusOf(b)).toMatchObject({
    state: "running",
    output: Array.from({ length: 10 }, (_, i) => `${i + 1}`),
  });
});

it("cuts a script off that never comes back, without ending its thread", async () => {
  const { host, add, play, threads } = built();
  const b = await add("b", "n = 0 engine:onFrame(function() n = n + 1 print(n) end)");
  const a = await add("a", 'engine:onFrame(function() string.find(("a"):rep(400) .. "b", ".-.-.-.-c$") end)');
  await play(0, 2);
  expect(host.statusOf(a)).toMatchObject({ state: "failed", error: { kind: "budget", line: 1 } });
  expect(host.statusOf(b)).toMatchObject({ state: "running", output: ["1", "2"] });
  expect(threads).toHaveLength(1);
});
