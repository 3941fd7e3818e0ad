import { expect, type Page } from "@playwright/test";
import { PNG } from "pngjs";
import type { AppSession } from "#app/session-port.ts";

declare global {
  /** The running app, as the browser's console sees it. */
  var optophone: AppSession;
}

/** Opens the app as a newcomer: nothing kept from an earlier visit, the demo patch on the canvas. */
export async function openDemo(page: Page): Promise<string[]> {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto("/");
  await expect(moduleOf(page, "beat")).toBeVisible({ timeout: 20_000 });
  return faults;
}

/** The module of this name on the canvas. */
export const moduleOf = (page: Page, name: string) => page.locator(`[data-module][aria-label^="${name},"]`);

/** A port of a module, by its key. */
export const portOf = (page: Page, module: string, side: "input" | "output", key: string) =>
  moduleOf(page, module).locator(`[data-port="${key}"][data-side="${side}"]`).first();

/** Clicks “Start sound” and waits until the worklet plays. */
export async function startSound(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Start sound" }).click();
  await expect.poll(() => page.evaluate(() => optophone.audio.state()), { timeout: 20_000 }).toBe("running");
}

/** The patch as the text of its file. */
export const patchText = (page: Page) =>
  page.evaluate(() => optophone.patchText.serialise(optophone.engine.snapshot()));

/** A module's id by its name. */
export const idOf = (page: Page, name: string) =>
  page.evaluate((wanted) => {
    for (const [id, module] of optophone.engine.snapshot().patch.modules) if (module.name === wanted) return id;
    throw new Error(`There is no module ${wanted}`);
  }, name);

/** What the output picture shows now: mean brightness 0 to 255, and the pixels to compare with. */
export async function outputPicture(page: Page): Promise<{ readonly mean: number; readonly pixels: Uint8Array }> {
  const shot = await page.getByRole("img", { name: "Output picture" }).screenshot();
  const { data } = PNG.sync.read(shot);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
  return { mean: sum / (data.length / 4), pixels: data };
}

/** Share of pixels that differ clearly, 0 to 1. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  let differing = 0;
  for (let at = 0; at < a.length; at += 4) {
    const distance = [0, 1, 2].reduce(
      (sum, channel) => sum + Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)),
      0,
    );
    if (distance > 30) differing++;
  }
  return differing / (a.length / 4);
}
