import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { PlaceRequest } from "#app/panels/place.ts";
import type { AppSession } from "#app/session-port.ts";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { BrowserPanel } from "./browser-panel.tsx";

let session: AppSession;
let unmount: () => void;
const onPlace = vi.fn<(request: PlaceRequest) => void>();

beforeEach(() => {
  onPlace.mockClear();
  session = createTestSession({ commands: smallPatch() });
  unmount = mount(
    <Stage session={session}>
      <BrowserPanel onPlace={onPlace} onOpenExample={() => {}} />
    </Stage>,
  );
});
afterEach(() => unmount());

test("typing finds a module and Enter places it", async () => {
  await page.getByRole("textbox", { name: "Find a module" }).fill("filt");
  await expect.element(page.getByRole("button", { name: /^Filter/ })).toBeVisible();
  await userEvent.keyboard("{Enter}");
  expect(onPlace).toHaveBeenCalledWith({ payload: { kind: "module", type: "audio.filter" } });
});

test("a search without a hit says what to try", async () => {
  await page.getByRole("textbox", { name: "Find a module" }).fill("qqqq");
  await expect.element(page.getByText(/No module is called “qqqq”/)).toBeVisible();
});

test("the selection is saved as a preset and listed", async () => {
  session.store.dispatch(select({ modules: [SMALL.bass, SMALL.warm] }));
  await page.getByRole("tab", { name: "Presets" }).click();
  await page.getByRole("textbox", { name: "Name of the preset" }).fill("Warm bass");
  await page.getByRole("button", { name: "Save 2 modules" }).click();
  await expect.element(page.getByRole("button", { name: /^Warm bass/ })).toBeVisible();
  await page.getByRole("button", { name: "Delete Warm bass" }).click();
  await expect.poll(() => session.engine.snapshot().patch.presets.size).toBe(0);
});
