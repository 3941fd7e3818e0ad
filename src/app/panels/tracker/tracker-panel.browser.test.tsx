import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { mount } from "#app/testing/mount.tsx";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { TrackerPanel } from "./tracker-panel.tsx";

let session: AppSession;
let unmount: () => void;

beforeEach(() => {
  session = createTestSession({ commands: smallPatch(), step: 8 });
  unmount = mount(
    <Stage session={session} width={800} height={400}>
      <TrackerPanel moduleId={SMALL.beat} />
    </Stage>,
  );
});
afterEach(() => unmount());

const step = (row: number) => session.engine.snapshot().patch.patterns.get(1)?.steps[row];
const cell = (row: number, label: string) =>
  page.getByRole("gridcell", { name: new RegExp(`^${label}, row 0*${row},`) });

test("piano keys write notes downwards, each one undo step", async () => {
  await cell(1, "Note").click();
  await userEvent.keyboard("zx");
  await expect.poll(() => step(1)?.note).toBe(60);
  expect(step(2)?.note).toBe(62);
  session.engine.undo();
  expect([step(1)?.note, step(2)?.note]).toEqual([60, null]);
});

test("digits set the volume, Delete empties the row", async () => {
  await cell(0, "Volume").click();
  await userEvent.keyboard("42");
  await expect.poll(() => step(0)?.volume).toBe(0.42);
  session.engine.undo();
  expect(step(0)?.volume).toBe(1);
  await cell(0, "Note").click();
  await userEvent.keyboard("{Delete}");
  await expect.poll(() => step(0)?.note).toBeNull();
});

test("a block is copied and pasted", async () => {
  await cell(0, "Note").click();
  await userEvent.keyboard(
    "{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}",
  );
  await userEvent.keyboard("{Control>}c{/Control}");
  await cell(10, "Note").click();
  await userEvent.keyboard("{Control>}v{/Control}");
  await expect.poll(() => step(10)?.note).toBe(48);
  expect(step(14)).toMatchObject({ note: 55, chance: 75 });
});

test("a pattern resizes and comes back whole", async () => {
  const steps = page.getByRole("spinbutton", { name: "Steps", exact: true });
  await steps.click();
  await steps.fill("6");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => session.engine.snapshot().patch.patterns.get(1)?.steps.length).toBe(6);
  session.engine.undo();
  expect(step(8)?.note).toBe(51);
});

test("a pattern of 256 steps keeps few rows in the page", async () => {
  const steps = page.getByRole("spinbutton", { name: "Steps", exact: true });
  await steps.click();
  await steps.fill("256");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => page.getByRole("grid").element().getAttribute("aria-rowcount")).toBe("257");
  expect(document.querySelectorAll("[role=row]").length).toBeLessThan(40);
});

test("keys that come within one frame each count", async () => {
  await cell(0, "Note").click();
  const grid = page.getByRole("grid").element();
  const press = (key: string, code = key) =>
    grid.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  press("Insert");
  press("Insert");
  expect([step(0)?.note, step(1)?.note, step(2)?.note]).toEqual([null, null, 48]);
  press("z", "KeyZ");
  press("x", "KeyX");
  expect([step(0)?.note, step(1)?.note, step(2)?.note]).toEqual([60, 62, 48]);
  press("*", "NumpadMultiply");
  press("*", "NumpadMultiply");
  press("z", "KeyZ");
  expect(step(2)?.note).toBe(84);
});
