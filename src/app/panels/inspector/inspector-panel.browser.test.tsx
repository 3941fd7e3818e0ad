import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { removeModules } from "#engine/command.ts";
import { InspectorPanel } from "./inspector-panel.tsx";

let session: AppSession;
let unmount: () => void;

beforeEach(() => {
  session = createTestSession({ commands: smallPatch() });
  session.store.dispatch(select({ modules: [SMALL.warm] }));
  unmount = mount(
    <Stage session={session}>
      <InspectorPanel onOpenCode={() => {}} onOpenTracker={() => {}} />
    </Stage>,
  );
});
afterEach(() => unmount());

const values = () => session.engine.snapshot().patch.parameters.get(SMALL.warm);

test("a parameter is changed from the keyboard and undone", async () => {
  const before = values();
  const cutoff = page.getByRole("slider", { name: "warm cutoff" });
  await expect.element(cutoff).toBeVisible();
  await userEvent.tab();
  while (document.activeElement !== cutoff.element()) await userEvent.tab();
  await userEvent.keyboard("{ArrowUp}");
  await expect.poll(values).not.toEqual(before);
  session.engine.undo();
  expect(values()).toEqual(before);
});

test("a module is renamed; a taken name is refused in words", async () => {
  const name = page.getByRole("textbox", { name: "Name of the module" });
  await name.fill("lowpass");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => session.engine.snapshot().patch.modules.get(SMALL.warm)?.name).toBe("lowpass");
  await name.fill("bass");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => document.body.textContent).toMatch(/bass/);
  expect(session.engine.snapshot().patch.modules.get(SMALL.warm)?.name).toBe("lowpass");
});

test("what moves a parameter is listed with its amount, and can be unplugged", async () => {
  const amount = page.getByRole("spinbutton", { name: "Amount" });
  await expect.element(amount).toHaveValue("+38");
  await amount.fill("-50");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => session.engine.snapshot().patch.connections.get(3)?.amount).toBe(-0.5);
  await page.getByRole("button", { name: /Remove the cable slow/ }).click();
  await expect.poll(() => session.engine.snapshot().patch.connections.has(3)).toBe(false);
});

test("the example of a module is put below it and selected", async () => {
  const before = session.engine.snapshot().patch.modules.size;
  await page.getByRole("button", { name: "Insert example" }).click();
  await expect.poll(() => session.engine.snapshot().patch.modules.size).toBeGreaterThan(before);
  expect(session.store.getState().selection.modules.length).toBeGreaterThan(0);
});

test("what is done to a selection is done to the modules that are still there", async () => {
  session.store.dispatch(select({ modules: [SMALL.bass, SMALL.warm, SMALL.slow] }));
  await expect.element(page.getByRole("heading", { name: "3 modules" })).toBeVisible();
  session.engine.submit(removeModules({ modules: [SMALL.slow] }));
  await page.getByRole("button", { name: "Bypass" }).click();
  const bypassed = (id: number) => session.engine.snapshot().patch.modules.get(id)?.bypassed;
  await expect.poll(() => [bypassed(SMALL.bass), bypassed(SMALL.warm)]).toEqual([true, true]);
  await expect.element(page.getByRole("heading", { name: "2 modules" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the preset" }).fill("two");
  await page.getByRole("button", { name: "Save 2 modules" }).click();
  await expect.poll(() => session.engine.snapshot().patch.presets.size).toBe(1);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => session.engine.snapshot().patch.modules.size).toBe(3);
});
