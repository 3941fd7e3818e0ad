import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { AppShell } from "#app/shell/app-shell.tsx";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { createTestSession, flushEachFrame, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { addModule, setContent } from "#engine/command.ts";

const OTHER = 7;
const PRINTED = Array.from({ length: 60 }, (_, line) => `line ${line}`);
let session: AppSession;
let ends: readonly (() => void)[];

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(1280, 720);
  await visit();
});
afterEach(leave);

async function visit(): Promise<void> {
  session = createTestSession({
    commands: [...smallPatch(), addModule({ type: "script.lua", name: "other", id: OTHER })],
    scripts: { [SMALL.drift]: { state: "running", milliseconds: 0, errors: [], output: PRINTED } },
  });
  ends = [flushEachFrame(session), mount(<AppShell session={session} />)];
  await expect.element(page.getByRole("banner")).toBeVisible();
  await page.getByRole("tab", { name: /^Code/ }).click();
}

function leave(): void {
  for (const end of ends) end();
}

const editor = () => page.getByRole("textbox", { name: "Script of drift" });
const source = () => session.engine.snapshot().patch.modules.get(SMALL.drift)?.content?.source;

async function type(text: string): Promise<void> {
  session.store.dispatch(select({ modules: [SMALL.drift] }));
  await editor().click();
  await userEvent.keyboard(`{Control>}a{/Control}${text}`);
  await expect.element(page.getByText("Not applied yet")).toBeVisible();
}

test("unapplied text outlives another tab, a folded dock, another script and a reload", async () => {
  await type("print(1");
  await page.getByRole("tab", { name: /^Tracker/ }).click();
  await page.getByRole("tab", { name: /^Code/ }).click();
  await expect.element(editor()).toHaveTextContent("print(1)");
  await page.getByRole("button", { name: "Fold the editors away" }).click();
  await page.getByRole("button", { name: "Show the editors" }).click();
  await expect.element(editor()).toHaveTextContent("print(1)");
  session.store.dispatch(select({ modules: [OTHER] }));
  await expect.element(page.getByRole("textbox", { name: "Script of other" })).toBeVisible();
  session.store.dispatch(select({ modules: [SMALL.drift] }));
  await expect.element(editor()).toHaveTextContent("print(1)");
  leave();
  await visit();
  session.store.dispatch(select({ modules: [SMALL.drift] }));
  await expect.element(editor()).toHaveTextContent("print(1)");
  await expect.element(page.getByText("Not applied yet")).toBeVisible();
  expect(source()).toContain("A slow wave");
});

test("the document is marked while a text is not applied", async () => {
  await type("print(1");
  const document = page.getByRole("button", { name: /^Untitled/ });
  await expect.element(document).toHaveTextContent("not applied");
  await expect.element(document).toHaveAttribute("title", expect.stringContaining("drift"));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.element(document).not.toHaveTextContent("not applied");
  expect(source()).toBe("print(1)");
});

test("a text that changed meanwhile is never overwritten unasked: mine or theirs", async () => {
  const change = (text: string) =>
    session.engine.submit(setContent({ module: SMALL.drift, content: { source: text } }), { origin: "script" });
  await type("print(1");
  change("print(2)");
  await expect.element(page.getByText("The script changed meanwhile.")).toBeVisible();
  await expect.element(editor()).toHaveTextContent("print(1)");
  expect(source()).toBe("print(2)");
  await page.getByRole("button", { name: "Apply mine" }).click();
  await expect.poll(source).toBe("print(1)");
  await expect.poll(() => page.getByText("The script changed meanwhile.").query()).toBeNull();
  await type("print(3");
  change("print(4)");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect.element(editor()).toHaveTextContent("print(4)");
  expect(source()).toBe("print(4)");
});

test("the newest line a script printed is in sight, in the code panel and in the inspector", async () => {
  session.store.dispatch(select({ modules: [SMALL.drift] }));
  const log = page.getByRole("log", { name: "Output of the script" });
  await expect.element(log).toBeVisible();
  const inspected = page.getByText(/^line 40/);
  await expect.element(inspected).toBeVisible();
  for (const { scrollTop, scrollHeight, clientHeight } of [log.element(), inspected.element()]) {
    expect(scrollHeight).toBeGreaterThan(clientHeight);
    expect(scrollTop + clientHeight).toBeGreaterThan(scrollHeight - 2);
  }
});
