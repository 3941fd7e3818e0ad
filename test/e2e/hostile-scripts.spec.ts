import { expect, test } from "@playwright/test";
import { idOf, openDemo, startSound } from "./app.ts";

const HOSTILE: Readonly<Record<string, string>> = {
  "a loop without end": "while true do end",
  "a loop that catches what would stop it": "while true do pcall(function() while true do end end) end",
  "allocation without bound": 'local all = {} while true do all[#all + 1] = ("x"):rep(1e6) .. #all end',
};

for (const [name, source] of Object.entries(HOSTILE)) {
  test(`${name} is stopped while sound, picture and other scripts go on`, async ({ page }) => {
    await openDemo(page);
    await startSound(page);
    await page.evaluate((text) => {
      optophone.engine.submit({
        type: "module/add",
        payload: { type: "script.lua", name: "hostile", content: { source: text, inputs: [], outputs: [] } },
      } as never);
    }, source);
    const hostile = await idOf(page, "hostile");
    const drift = await idOf(page, "drift");
    const during = await page.evaluate(async (module) => {
      const began = { samples: optophone.live.samples(), frames: 0, dropouts: optophone.live.dropouts() };
      const end = performance.now() + 10_000;
      // A while after it was stopped too, so that the other scripts have begun anew.
      let after = 90;
      while (performance.now() < end && after > 0) {
        await new Promise(requestAnimationFrame);
        began.frames++;
        if (optophone.scripts.statusOf(module)?.state === "stopped") after--;
      }
      const picture = optophone.video.stats().framesPerSecond;
      return {
        frames: began.frames,
        samples: optophone.live.samples() - began.samples,
        status: optophone.scripts.statusOf(module),
        dropouts: optophone.live.dropouts() - began.dropouts,
        picture,
      };
    }, hostile);
    expect(during.status?.state).toBe("stopped");
    expect(during.status?.errors[0]?.message.length).toBeGreaterThan(10);
    expect(during.frames).toBeGreaterThan(90);
    expect(during.samples).toBeGreaterThan(48_000);
    expect(during.dropouts).toBe(0);
    expect(during.picture).toBeGreaterThan(0);
    expect(await page.evaluate((module) => optophone.scripts.statusOf(module)?.state, drift)).toBe("running");
    const values = await page.evaluate(async (module) => {
      const seen = new Set<number | undefined>();
      for (let frame = 0; frame < 30; frame++) {
        seen.add(optophone.live.value(module, "spin"));
        await new Promise(requestAnimationFrame);
      }
      return seen.size;
    }, drift);
    expect(values).toBeGreaterThan(3);
    await expect(page.locator('[data-module][aria-label^="hostile,"]')).toHaveAttribute("data-error", "true");
  });
}
