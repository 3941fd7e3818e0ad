import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "#scripts/chromium.mjs";
import { moduleOf, openDemo } from "./app.ts";

const isThere = (page: Page) => expect(moduleOf(page, "beat")).toBeVisible({ timeout: 60_000 });
const nameOf = (page: Page) => page.evaluate(() => optophone.engine.snapshot().patch.name);

/** Renames the patch and leaves the page in the same task. */
const renameAnd = (page: Page, name: string, leave: "reload" | "close") =>
  page
    .evaluate(
      ([to, how]) => {
        optophone.engine.submit({ type: "patch/rename", payload: { name: to } } as never);
        if (how === "reload") location.reload();
        else globalThis.close();
      },
      [name, leave] as const,
    )
    // The page may be gone before it can answer.
    .catch(() => undefined);

test("an edit in the task that reloads the page is kept, twelve times of twelve", async ({ page }) => {
  await openDemo(page);
  for (let round = 0; round < 12; round++) {
    const loaded = page.waitForEvent("load");
    await renameAnd(page, `Reloaded ${round}`, "reload");
    await loaded;
    await isThere(page);
    expect(await nameOf(page)).toBe(`Reloaded ${round}`);
  }
});

test("an edit in the task that closes the page is kept, twelve times of twelve", async ({ context, page }) => {
  await openDemo(page);
  let last = page;
  for (let round = 0; round < 12; round++) {
    const next = await context.newPage();
    const closed = last.waitForEvent("close");
    await renameAnd(last, `Closed ${round}`, "close");
    await Promise.all([closed, last.close({ runBeforeUnload: true }).catch(() => undefined)]);
    await next.goto("/");
    await isThere(next);
    expect(await nameOf(next)).toBe(`Closed ${round}`);
    last = next;
  }
});

test("two tabs with thirty edits each come back to their own", async ({ context, page }) => {
  await openDemo(page);
  const other = await context.newPage();
  await other.goto("/");
  await isThere(other);
  for (let edit = 1; edit <= 30; edit++) {
    for (const [tab, name] of [
      [page, "First"],
      [other, "Second"],
    ] as const) {
      const renamed = `${name} ${edit}`;
      await tab.evaluate(
        (to) => optophone.engine.submit({ type: "patch/rename", payload: { name: to } } as never),
        renamed,
      );
    }
  }
  await Promise.all([page.reload(), other.reload()]);
  await Promise.all([isThere(page), isThere(other)]);
  expect([await nameOf(page), await nameOf(other)]).toEqual(["First 30", "Second 30"]);
});

const executablePath = findChromium();
const visit = async (profile: string, baseURL: string): Promise<[BrowserContext, Page]> => {
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    args: [...CHROMIUM_FLAGS],
    baseURL,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto("/");
  await isThere(page);
  return [context, page];
};

test("what was kept is there after the browser was killed in the middle of steady edits", async ({ baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), "optophone-killed-"));
  for (let round = 0; round < 3; round++) {
    const [context, page] = await visit(profile, baseURL ?? "");
    /** The number of an edit, once the browser has it in its store. */
    const keptEdit = await page.evaluate(async (from) => {
      const edit = (number: number) =>
        optophone.engine.submit({ type: "patch/rename", payload: { name: `Edit ${number}` } } as never);
      let number = from;
      const steady = setInterval(() => edit(++number), 20);
      const stored = () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open("optophone-autosaves");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const { uid } = optophone.engine.snapshot().patch;
            const got = opening.result.transaction("documents").objectStore("documents").get(uid);
            got.onsuccess = () => {
              opening.result.close();
              resolve(Number(/^Edit (\d+)$/.exec(got.result?.name ?? "")?.[1] ?? 0));
            };
          };
        });
      let kept = 0;
      // Edits go on all the time: what is kept must not wait for a rest.
      while (kept < from + 20) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        kept = await stored();
      }
      Object.assign(globalThis, { steady });
      return kept;
    }, round * 1_000);
    const browser = await page.context().newCDPSession(page);
    await browser.send("Browser.crash").catch(() => undefined);
    await context.close().catch(() => undefined);
    const [again, restored] = await visit(profile, baseURL ?? "");
    const found = Number(/^Edit (\d+)$/.exec(await nameOf(restored))?.[1] ?? 0);
    expect(found).toBeGreaterThanOrEqual(keptEdit);
    await again.close();
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});
