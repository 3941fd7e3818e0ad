import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { moduleOf, openDemo, patchText } from "./app.ts";

/** Headless Chromium refuses the system's file dialogs; without them the app downloads and uploads. */
test.beforeEach(async ({ page }) => {
  // Listening from the start: begun together with the key press, it now and then came too late to catch the chooser.
  page.on("filechooser", () => {});
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "showSaveFilePicker");
    Reflect.deleteProperty(globalThis, "showOpenFilePicker");
  });
});

test("save, reload, open gives the same patch", async ({ page }) => {
  await openDemo(page);
  await page.evaluate(() => optophone.engine.submit({ type: "transport/tempo", payload: { bpm: 99 } } as never));
  const saved = await patchText(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  expect(download.suggestedFilename()).toBe("first-light.opto");
  const path = await download.path();
  expect(readFileSync(path, "utf8")).toBe(saved);

  await page.evaluate(() => optophone.engine.submit({ type: "patch/rename", payload: { name: "Other" } } as never));
  await page.reload();
  await expect(moduleOf(page, "beat")).toBeVisible({ timeout: 20_000 });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
  await chooser.setFiles({ name: "first-light.opto", mimeType: "application/json", buffer: Buffer.from(saved) });
  await expect.poll(() => patchText(page)).toBe(saved);
});

test("what was not saved is there after a reload", async ({ page }) => {
  await openDemo(page);
  await page.evaluate(() => optophone.engine.submit({ type: "patch/rename", payload: { name: "Kept" } } as never));
  const text = await patchText(page);
  await page.reload();
  await expect(moduleOf(page, "beat")).toBeVisible({ timeout: 20_000 });
  expect(await patchText(page)).toBe(text);
});

test("a broken file is refused with the place of the fault, and the patch stays", async ({ page }) => {
  await openDemo(page);
  const before = await patchText(page);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
  const broken = before.replace('"cutoff":260', '"cutoff":"wide open"');
  await chooser.setFiles({ name: "broken.opto", mimeType: "application/json", buffer: Buffer.from(broken) });
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("modules[warm].parameters.cutoff");
  expect(await patchText(page)).toBe(before);
});

test("dropped sound becomes a sampler that plays it", async ({ page }) => {
  await openDemo(page);
  const bytes = [...readFileSync("examples/media/clap.wav")];
  const canvas = page
    .getByRole("application")
    .or(page.getByRole("main", { name: "Patch" }))
    .first();
  const transfer = await page.evaluateHandle((data) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(data)], "clap.wav", { type: "audio/wav" }));
    return dropped;
  }, bytes);
  const place = await canvas.boundingBox();
  const at = { clientX: (place?.x ?? 0) + 600, clientY: (place?.y ?? 0) + 60 };
  const target = page.locator('[aria-label^="Patch canvas"]');
  await target.dispatchEvent("dragover", { dataTransfer: transfer, ...at });
  await target.dispatchEvent("drop", { dataTransfer: transfer, ...at });
  await expect.poll(() => patchText(page)).toContain('"name":"clap.wav","kind":"sound"');
  await expect(page.locator('[data-module][aria-label^="clap,"]')).toBeVisible();
});
