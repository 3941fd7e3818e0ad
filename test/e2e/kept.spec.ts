import { expect, type Page, test } from "@playwright/test";
import { moduleOf, openDemo } from "./app.ts";

/** `OPTOPHONE_SOAK=1` runs the long laws whole. */
const ROUNDS = process.env.OPTOPHONE_SOAK ? 12 : 4;

test.beforeEach(() => test.setTimeout(120_000 + ROUNDS * 20_000));

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

test("an edit in the task that reloads the page is kept", async ({ page }) => {
  await openDemo(page);
  for (let round = 0; round < ROUNDS; round++) {
    const loaded = page.waitForEvent("load");
    await renameAnd(page, `Reloaded ${round}`, "reload");
    await loaded;
    await isThere(page);
    expect(await nameOf(page)).toBe(`Reloaded ${round}`);
  }
});

test("an edit in the task that closes the page is kept", async ({ context, page }) => {
  await openDemo(page);
  let last = page;
  for (let round = 0; round < ROUNDS; round++) {
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

test("a document that crashes its page twice opens as it was before its last changes, and says so", async ({
  context,
  page,
}) => {
  await openDemo(page);
  const address = await page.evaluate(() => {
    for (let edit = 1; edit <= 25; edit++)
      optophone.engine.submit({ type: "patch/rename", payload: { name: `Edit ${edit}` } } as never);
    return location.href;
  });
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  for (let visit = 0; visit < 2; visit++) {
    const next = await context.newPage();
    await next.goto(address);
    await isThere(next);
    expect(await nameOf(next)).toBe("Edit 25");
    const crashed = next.waitForEvent("crash");
    void next.goto("chrome://crash").catch(() => undefined);
    await crashed;
    await next.close();
  }
  const third = await context.newPage();
  await third.goto(address);
  await isThere(third);
  const notice = third.getByRole("region", { name: "Notifications" }).getByText("ended its page twice");
  await expect(notice).toBeVisible();
  const told = /^“Edit (\d+)” .* before its last (\d+) changes/.exec((await notice.textContent()) ?? "");
  // More than 20 when the worker had not written them all as lines before the page was closed.
  expect(Number(told?.[2])).toBeGreaterThanOrEqual(20);
  expect(Number(told?.[1])).toBeLessThan(25);
  expect(await nameOf(third)).toBe(`Edit ${told?.[1]}`);
});
