import { expect, test } from "@playwright/test";
import { difference, openDemo, outputPicture } from "./app.ts";

test("where nothing can be kept and nothing fetched, the app starts and says so", async ({ page }) => {
  const mistakes: string[] = [];
  page.on("pageerror", (error) => mistakes.push(error.message));
  await page.addInitScript(() => {
    const forbid = () => {
      throw new DOMException("Forbidden", "SecurityError");
    };
    Object.defineProperty(globalThis, "localStorage", { get: forbid });
    indexedDB.open = forbid;
    StorageManager.prototype.getDirectory = async () => forbid();
  });
  await page.route("**/*.opto*", (route) => route.abort());
  await page.goto("/");
  const told = page.getByRole("region", { name: "Notifications" });
  await expect(page.getByRole("application")).toBeVisible();
  await expect(told).toContainText("The first patch could not be fetched");
  await expect(told).toContainText("This browser keeps nothing between visits");
  await page.getByRole("button", { name: /^Noise/ }).click();
  await expect(page.locator("[data-module]")).toHaveCount(1);
  await page.getByRole("tab", { name: "Examples" }).click();
  await page.getByRole("button", { name: /^First light/ }).click();
  await expect(told).toContainText("“First light” could not be fetched");
  expect(mistakes).toEqual([]);
});

test("an app that fails before it is there says so instead of leaving the page empty", async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.Memory = class {
      constructor() {
        throw new RangeError("could not allocate memory");
      }
    } as unknown as typeof WebAssembly.Memory;
  });
  await page.goto("/");
  const said = page.getByRole("alert").filter({ hasText: "Optophone could not start." });
  await expect(said.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(said.getByRole("button", { name: "Copy details" })).toBeVisible();
});

test("a picture worker ended from outside is replaced, and the picture moves again", async ({ page }) => {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const Real = globalThis.Worker;
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === "picture") workers.push(this);
      }
    };
    Object.assign(globalThis, { pictureWorkers: workers });
  });
  const pictureWorkers = () =>
    page.evaluate(() => (globalThis as unknown as { pictureWorkers: Worker[] }).pictureWorkers.length);
  await openDemo(page);
  await expect.poll(async () => (await outputPicture(page)).mean).toBeGreaterThan(4);
  await page.evaluate(() => (globalThis as unknown as { pictureWorkers: Worker[] }).pictureWorkers[0]?.terminate());
  // The notice goes after a while: it is looked for before the picture is waited for.
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("The picture stopped");
  await expect.poll(pictureWorkers).toBe(2);
  const still = await outputPicture(page);
  expect(still.mean).toBeGreaterThan(4);
  await expect
    .poll(async () => difference((await outputPicture(page)).pixels, still.pixels), { timeout: 30_000 })
    .toBeGreaterThan(0.02);
});
