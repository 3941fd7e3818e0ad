import { expect, test } from "@playwright/test";
import { difference, idOf, moduleOf, openDemo, outputPicture, patchText, portOf, startSound } from "./app.ts";

test("the picture moves before anything is clicked, and no error is told", async ({ page }) => {
  const faults = await openDemo(page);
  await expect.poll(async () => (await outputPicture(page)).mean, { timeout: 20_000 }).toBeGreaterThan(8);
  const before = await outputPicture(page);
  await expect
    .poll(async () => difference(before.pixels, (await outputPicture(page)).pixels), { timeout: 10_000 })
    .toBeGreaterThan(0.05);
  expect(await page.evaluate(() => optophone.audio.state())).toBe("off");
  expect(faults).toEqual([]);
});

/** Frames by which two readings of one clock may differ: the browser tells its time in bursts. */
const BURST_FRAMES = 4_096;

test("one click starts the sound: above −40 dBFS, each frame the device asks for made, and nothing jumps", async ({
  page,
}) => {
  await page.addInitScript(() => {
    globalThis.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        Object.assign(globalThis, { soundContext: this });
      }
    };
  });
  await openDemo(page);
  const before = await page.evaluate(() => optophone.live.tick());
  await startSound(page);
  const after = await page.evaluate(() => optophone.live.tick());
  expect(after).toBeGreaterThanOrEqual(before);
  /** Ten seconds of the device's own time, however long a busy machine takes for them: the peak, and frames asked for but not made. */
  const heard = await page.evaluate(async () => {
    const { soundContext } = globalThis as unknown as { soundContext: AudioContext };
    const asked = () => soundContext.currentTime * soundContext.sampleRate;
    const made = () => optophone.live.samples();
    const offset = made() - asked();
    const end = soundContext.currentTime + 10;
    let peak = 0;
    let stepsBack = 0;
    for (let last = made(); soundContext.currentTime < end; last = made()) {
      const { left, right } = optophone.live.master();
      peak = Math.max(peak, left, right);
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (made() < last) stepsBack++;
    }
    return { peak, stepsBack, missing: Math.abs(made() - asked() - offset) };
  });
  expect(20 * Math.log10(heard.peak)).toBeGreaterThan(-40);
  expect(heard.stepsBack).toBe(0);
  expect(heard.missing).toBeLessThan(BURST_FRAMES);
  await expect(page.getByRole("button", { name: "Start sound" })).toHaveCount(0);
});

test("a script moves a parameter because the state changed", async ({ page }) => {
  await openDemo(page);
  const hue = () =>
    page.evaluate(async () => {
      const tint = [...optophone.engine.snapshot().patch.modules.values()].find(({ name }) => name === "tint");
      let most = 0;
      const end = performance.now() + 2_500;
      while (performance.now() < end) {
        most = Math.max(most, Math.abs(optophone.live.value(tint?.id ?? 0, "hue") ?? 0));
        await new Promise(requestAnimationFrame);
      }
      return most;
    });
  const warm = await idOf(page, "warm");
  const setCutoff = (cutoff: number) =>
    page.evaluate(
      ([module, value]) => {
        const { engine } = optophone;
        engine.submit({ type: "parameter/set", payload: { module, values: { cutoff: value } } } as never);
      },
      [warm, cutoff] as const,
    );
  await setCutoff(100);
  await page.waitForTimeout(500);
  // The script multiplies its hue by log(cutoff ÷ 100): nothing at 100 Hz, a lot at 20 kHz.
  expect(await hue()).toBeLessThan(0.01);
  await setCutoff(20_000);
  await expect.poll(hue, { timeout: 30_000 }).toBeGreaterThan(0.02);
});

test("a module is added by search, cabled by dragging, turned, and undone exactly", async ({ page }) => {
  await openDemo(page);
  const before = await patchText(page);
  const canvas = page.getByRole("main", { name: "Patch" });
  const box = await canvas.boundingBox();
  if (!box) throw new Error("The canvas is not there");
  await page.mouse.dblclick(box.x + box.width - 120, box.y + 260);
  await page.keyboard.type("filter");
  await page.keyboard.press("Enter");
  const added = page.locator('[data-module][aria-label^="filter1,"]');
  await expect(added).toBeVisible();

  const from = await portOf(page, "bass", "output", "audio").boundingBox();
  const to = await portOf(page, "filter1", "input", "audio").boundingBox();
  if (!from || !to) throw new Error("A port is not there");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x - 40, to.y + 10, { steps: 8 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => patchText(page)).toContain('"from":"bass.audio","to":"filter1.audio"');

  const bar = added.getByRole("slider", { name: /Cutoff/ });
  const place = await bar.boundingBox();
  if (!place) throw new Error("The bar is not there");
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
  await page.mouse.down();
  await page.mouse.move(place.x + place.width / 2 + 30, place.y + place.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => patchText(page)).not.toContain('"cutoff":1000');

  await moduleOf(page, "beat").click({ position: { x: 30, y: 12 } });
  for (let step = 0; step < 3; step++) await page.keyboard.press("Control+z");
  await expect.poll(() => patchText(page)).toBe(before);
  for (let step = 0; step < 3; step++) await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => patchText(page)).toContain('"from":"bass.audio","to":"filter1.audio"');
  await expect(page.locator('[data-module][aria-label^="filter1,"]')).toBeVisible();
});

test("every module of the demo explains itself when clicked", async ({ page }) => {
  await openDemo(page);
  const modules = await page.evaluate(() =>
    [...optophone.engine.snapshot().patch.modules.values()].map(({ id, name, type }) => ({
      id,
      name,
      help: optophone.registry.get(type)?.help ?? "",
    })),
  );
  expect(modules.length).toBeGreaterThan(12);
  for (const { name, help } of modules) {
    await moduleOf(page, name).click({ position: { x: 24, y: 12 } });
    await expect(page.getByRole("region", { name: "Inspector" })).toContainText(help.slice(0, 60));
  }
});
