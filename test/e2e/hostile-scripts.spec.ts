import { expect, type Page, test } from "@playwright/test";
import { difference, idOf, moduleOf, openDemo, outputPicture, startSound } from "./app.ts";

const HOSTILE: Readonly<Record<string, string>> = {
  "a loop without end": "while true do end",
  "a loop that catches what would stop it": "while true do pcall(function() while true do end end) end",
  "allocation without bound": 'local all = {} while true do all[#all + 1] = ("x"):rep(1e6) .. #all end',
};

test("hostile scripts are stopped while sound, picture and other scripts go on", async ({ page }) => {
  await openDemo(page);
  await startSound(page);
  for (const [name, source] of Object.entries(HOSTILE)) await test.step(name, () => expectStopped(page, source));
});

/** Plays a script that never ends by itself, and removes it again. */
async function expectStopped(page: Page, source: string): Promise<void> {
  await page.evaluate((text) => {
    optophone.engine.submit({
      type: "module/add",
      payload: { type: "script.lua", name: "hostile", content: { source: text, inputs: [], outputs: [] } },
    } as never);
  }, source);
  const hostile = await idOf(page, "hostile");
  const drift = await idOf(page, "drift");
  const during = await page.evaluate(async (module) => {
    const samples = optophone.live.samples();
    let frames = 0;
    let after = 20;
    const end = performance.now() + 30_000;
    while (performance.now() < end && after > 0) {
      await new Promise(requestAnimationFrame);
      frames++;
      if (optophone.scripts.statusOf(module)?.state === "failed") after--;
    }
    return { frames, samples: optophone.live.samples() - samples, status: optophone.scripts.statusOf(module) };
  }, hostile);
  expect(during.status?.state).toBe("failed");
  expect(during.status?.errors[0]?.message.length).toBeGreaterThan(10);
  expect(during.frames).toBeGreaterThanOrEqual(20);
  expect(during.samples).toBeGreaterThan(4_800);
  const picture = await outputPicture(page);
  await expect
    .poll(async () => difference(picture.pixels, (await outputPicture(page)).pixels), { timeout: 20_000 })
    .toBeGreaterThan(0.02);
  await expect.poll(() => page.evaluate((module) => optophone.scripts.statusOf(module)?.state, drift)).toBe("running");
  const values = await page.evaluate(async (module) => {
    const seen = new Set<number | undefined>();
    for (let frame = 0; frame < 30; frame++) {
      seen.add(optophone.live.value(module, "spin"));
      await new Promise(requestAnimationFrame);
    }
    return seen.size;
  }, drift);
  expect(values).toBeGreaterThan(3);
  await expect(moduleOf(page, "hostile")).toHaveAttribute("data-error", "true");
  await page.evaluate((module) => {
    optophone.engine.submit({ type: "module/remove", payload: { modules: [module] } } as never);
  }, hostile);
}
