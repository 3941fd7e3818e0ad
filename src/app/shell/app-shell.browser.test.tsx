import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { createTestSession, flushEachFrame, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { bypassModules } from "#engine/command.ts";
import { AppShell } from "./app-shell.tsx";

let session: AppSession;
let unmount: () => void;
let endFlushing: () => void;

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(1280, 720);
  session = createTestSession({ commands: smallPatch() });
  endFlushing = flushEachFrame(session);
  unmount = mount(<AppShell session={session} />);
  await expect.element(page.getByRole("banner")).toBeVisible();
});
afterEach(() => {
  unmount();
  endFlushing();
});

test("nothing of the bar is cut off at 1280 by 720", () => {
  const right = page.getByRole("button", { name: "Inspector" }).element().getBoundingClientRect().right;
  expect(right).toBeLessThanOrEqual(1280);
  expect(document.documentElement.scrollWidth).toBe(1280);
});

test("a click in the browser adds a module and selects it", async () => {
  const before = session.engine.snapshot().patch.modules.size;
  await page.getByRole("button", { name: /^Noise/ }).click();
  await expect.poll(() => session.engine.snapshot().patch.modules.size).toBe(before + 1);
  await expect.element(page.getByRole("textbox", { name: "Name of the module" })).toBeVisible();
});

test("undo and redo by keyboard, but not while a name is typed", async () => {
  await page.getByRole("button", { name: /^Noise/ }).click();
  const after = session.engine.snapshot().patch.modules.size;
  await page.getByRole("textbox", { name: "Name of the module" }).click();
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(session.engine.snapshot().patch.modules.size).toBe(after);
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard("{Control>}z{/Control}");
  await expect.poll(() => session.engine.snapshot().patch.modules.size).toBe(after - 1);
  await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  await expect.poll(() => session.engine.snapshot().patch.modules.size).toBe(after);
});

test("what scripts did is named in the menu and taken back there, and what the hand did stays", async () => {
  const { engine } = session;
  const bypass = (module: number) => bypassModules({ modules: [module], bypassed: true });
  const isBypassed = (module: number) => engine.snapshot().patch.modules.get(module)?.bypassed;
  engine.submit(bypass(SMALL.bass), { origin: "script", label: "what drift did" });
  engine.submit(bypass(SMALL.warm));
  await page.getByRole("button", { name: /Untitled/ }).click();
  await expect.element(page.getByRole("menuitem", { name: "Undo bypass" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Undo what drift did" }).click();
  expect([isBypassed(SMALL.bass), isBypassed(SMALL.warm)]).toEqual([false, true]);
});

test("the code of a selected script is edited and applied with Ctrl+Enter", async () => {
  session.store.dispatch(select({ modules: [SMALL.drift] }));
  await page.getByRole("tab", { name: "Code · drift" }).click();
  const editor = page.getByRole("textbox", { name: "Script of drift" });
  await editor.click();
  await userEvent.keyboard("{Control>}a{/Control}print(1");
  await expect.element(page.getByText("Not applied yet")).toBeVisible();
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await expect.poll(() => session.engine.snapshot().patch.modules.get(SMALL.drift)?.content?.source).toBe("print(1)");
});

test("panels keep their place over a reload", async () => {
  await page.getByRole("button", { name: "Browser", exact: true }).click();
  await expect.poll(() => page.getByRole("textbox", { name: "Find a module" }).query()).toBeNull();
  unmount();
  session = createTestSession({ commands: smallPatch() });
  unmount = mount(<AppShell session={session} />);
  await expect.element(page.getByRole("banner")).toBeVisible();
  expect(page.getByRole("textbox", { name: "Find a module" }).query()).toBeNull();
});

test("the sheet of keys opens with a question mark", async () => {
  await userEvent.keyboard("?");
  await expect.element(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expect.element(page.getByText("Play notes into the edit cell")).toBeVisible();
});

test("a module whose media can't be played is marked for as long as that lasts, and the inspector says why", async () => {
  unmount();
  const reason = "“kick.wav” is not on this computer. Drop the file on the module that plays it.";
  session = createTestSession({ commands: smallPatch(), problems: { [SMALL.bass]: reason } });
  unmount = mount(<AppShell session={session} />);
  await expect.poll(() => document.querySelectorAll('[data-module][data-error="true"]').length).toBe(1);
  session.store.dispatch(select({ modules: [SMALL.bass] }));
  await expect.element(page.getByRole("alert").filter({ hasText: reason })).toBeVisible();
});
