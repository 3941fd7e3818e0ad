import { expect, type Locator, type Page, test } from "@playwright/test";
import { idOf, moduleOf, openDemo } from "./app.ts";

/** What a control's drag changes, and where a real mouse takes it. */
interface Dragged {
  readonly name: string;
  /** The module it is a control of. */
  readonly module: string;
  /** Brings the control into sight and gives it. */
  readonly find: (page: Page) => Promise<Locator>;
  readonly to: { readonly x: number; readonly y: number };
  /** What it changes, as text. */
  readonly value: (page: Page) => Promise<string>;
  readonly label: string;
}

const slider = (page: Page, module: string, key: string) =>
  moduleOf(page, module).locator(`[data-parameter="${key}"] [role=slider]`);

const ofCables = (page: Page, field: "amount" | "offset") =>
  page.evaluate(
    (wanted) => JSON.stringify([...optophone.engine.snapshot().patch.connections.values()].map((c) => c[wanted])),
    field,
  );

/** The field of the first cable into a parameter of “warm”, in the inspector. */
async function cableField(page: Page, label: string): Promise<Locator> {
  await moduleOf(page, "warm").locator("small").first().click();
  return page.getByRole("spinbutton", { name: label }).first();
}

/** The first note of “beat” in its tracker, with the edit cell on it: only there a drag changes the value. */
async function firstNote(page: Page): Promise<Locator> {
  const grid = page.getByRole("grid");
  if (!(await grid.isVisible())) await moduleOf(page, "beat").locator("small").first().dblclick();
  const note = grid.locator("[data-column='0']:not([data-empty])").first();
  await note.click();
  return note;
}

const ofWarm = (page: Page, table: "parameters" | "layout") =>
  page.evaluate((wanted) => {
    const { patch } = optophone.engine.snapshot();
    for (const [id, { name }] of patch.modules) if (name === "warm") return JSON.stringify(patch[wanted].get(id));
    return "";
  }, table);

const DRAGGED: readonly Dragged[] = [
  {
    name: "a knob",
    module: "warm",
    find: async (page) => slider(page, "warm", "resonance"),
    to: { x: 30, y: 0 },
    value: (page) => ofWarm(page, "parameters"),
    label: "turn resonance",
  },
  {
    name: "a number field",
    module: "warm",
    find: (page) => cableField(page, "Amount"),
    to: { x: 0, y: -24 },
    value: (page) => ofCables(page, "amount"),
    label: "turn a cable's amount",
  },
  {
    name: "a cable's offset in the inspector",
    module: "warm",
    find: (page) => cableField(page, "Offset"),
    to: { x: 0, y: -24 },
    value: (page) => ofCables(page, "offset"),
    label: "turn a cable's offset",
  },
  {
    name: "a value in the tracker",
    module: "beat",
    find: firstNote,
    to: { x: 0, y: -24 },
    value: (page) =>
      page.evaluate(() => JSON.stringify([...optophone.engine.snapshot().patch.patterns.values()].map((p) => p.steps))),
    label: "change steps",
  },
  {
    name: "a module on the canvas",
    module: "warm",
    find: async (page) => moduleOf(page, "warm").locator("small").first(),
    to: { x: 48, y: 32 },
    value: (page) => ofWarm(page, "layout"),
    label: "move module",
  },
];

const stacks = (page: Page) =>
  page.evaluate(() => (optophone.engine.undoStacks().hand?.undo ?? []).map(({ label }) => label));
const redoable = (page: Page) => page.evaluate(() => optophone.engine.undoState().redo);

/** Presses a control and drags it in steps; the button stays down. */
async function pull(page: Page, control: Locator, to: { x: number; y: number }): Promise<void> {
  // What was just undone is seen a frame later.
  await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  const box = await control.boundingBox();
  if (!box) throw new Error("The control is not in sight.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + to.x, y + to.y, { steps: 6 });
}

/** The drags of one control: in one page, as opening one takes longest. */
for (const dragged of DRAGGED)
  test(`a drag of ${dragged.name} can be taken back, is one undo step, and ends whatever happens`, async ({ page }) => {
    await openDemo(page);
    for (const key of ["Escape", "Control+z"])
      await test.step(`${key} takes it back, and the rest of it changes nothing`, () => takenBack(page, dragged, key));
    await test.step("it is one undo step", () => oneStep(page, dragged));
    await test.step("what else is done meanwhile is a step of its own", () => besideOthers(page, dragged));
    await test.step("its module is removed under the hand", () => withoutModule(page, dragged));
  });

async function takenBack(page: Page, { find, to, value, label }: Dragged, key: string): Promise<void> {
  const control = await find(page);
  const [before, steps] = [await value(page), await stacks(page)];
  await pull(page, control, to);
  await expect.poll(() => value(page)).not.toBe(before);
  await page.keyboard.press(key);
  expect(await value(page)).toBe(before);
  await page.mouse.move(700, 300, { steps: 4 });
  await page.mouse.up();
  expect(await value(page)).toBe(before);
  expect(await stacks(page)).toEqual(steps);
  expect(await redoable(page)).toBeUndefined();
  // The next drag is one as ever.
  await pull(page, control, to);
  await page.mouse.up();
  expect(await stacks(page)).toEqual([...steps, label]);
}

async function oneStep(page: Page, { find, to, value, label }: Dragged): Promise<void> {
  const control = await find(page);
  const [before, steps] = [await value(page), await stacks(page)];
  await pull(page, control, { x: -to.x, y: -to.y });
  await expect.poll(() => value(page)).not.toBe(before);
  await page.mouse.up();
  expect(await stacks(page)).toEqual([...steps, label]);
  await page.evaluate(() => optophone.engine.undo());
  expect(await value(page)).toBe(before);
}

async function besideOthers(page: Page, { find, to, value }: Dragged): Promise<void> {
  const control = await find(page);
  const [before, steps] = [await value(page), await stacks(page)];
  await pull(page, control, to);
  await page.evaluate(() => {
    optophone.engine.submit({ type: "patch/rename", payload: { name: "Meanwhile" } } as never);
  });
  await page.mouse.move(700, 420, { steps: 4 });
  await page.mouse.up();
  expect((await stacks(page)).length).toBe(steps.length + 2);
  const title = () => page.evaluate(() => optophone.engine.snapshot().patch.name);
  await page.evaluate(() => optophone.engine.undo());
  expect([(await value(page)) === before, await title()]).toEqual([true, "Meanwhile"]);
  await page.evaluate(() => optophone.engine.undo());
  expect(await title()).not.toBe("Meanwhile");
}

/** The drag ends, and swallows nothing that follows. */
async function withoutModule(page: Page, { module: name, find, to }: Dragged): Promise<void> {
  const id = await idOf(page, name);
  const control = await find(page);
  const steps = await stacks(page);
  await pull(page, control, to);
  await page.evaluate((module) => {
    optophone.engine.submit({ type: "module/remove", payload: { modules: [module] } } as never, { origin: "script" });
  }, id);
  await expect(moduleOf(page, name)).toHaveCount(0);
  await page.mouse.move(700, 420, { steps: 4 });
  await page.evaluate(() => {
    for (const name of ["One", "Two"]) optophone.engine.submit({ type: "patch/rename", payload: { name } } as never);
  });
  await page.mouse.up();
  expect((await stacks(page)).length).toBe(steps.length + 3);
  await page.evaluate(() => optophone.engine.undo());
  expect(await page.evaluate(() => optophone.engine.snapshot().patch.name)).toBe("One");
}

test("two fingers turn two knobs, each one undo step", async ({ page }) => {
  await openDemo(page);
  const steps = await stacks(page);
  const boxes = await Promise.all(
    (["cutoff", "resonance"] as const).map(async (key) => {
      const box = await slider(page, "warm", key).boundingBox();
      if (!box) throw new Error(`There is no ${key}.`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }),
  );
  const browser = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", fingers: readonly number[], by: number) =>
    browser.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: fingers.map((id) => ({ id, x: (boxes[id]?.x ?? 0) + by, y: boxes[id]?.y ?? 0 })),
    });
  await touch("touchStart", [0], 0);
  await touch("touchStart", [0, 1], 0);
  for (const by of [6, 12, 18, 24]) await touch("touchMove", [0, 1], by);
  await touch("touchEnd", [], 0);
  expect((await stacks(page)).slice(steps.length).sort()).toEqual(["turn cutoff", "turn resonance"]);
});

test("turning the wheel on a focused knob is one undo step until it rests", async ({ page }) => {
  await openDemo(page);
  const knob = slider(page, "warm", "resonance");
  const [before, steps] = [await ofWarm(page, "parameters"), await stacks(page)];
  await knob.focus();
  await knob.hover();
  for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, -100);
  await expect.poll(() => ofWarm(page, "parameters")).not.toBe(before);
  await expect.poll(() => stacks(page)).toEqual([...steps, "turn resonance"]);
  // Its gesture ends by itself: nothing in the stack is marked as going on.
  await expect
    .poll(() => page.evaluate(() => optophone.engine.undoStacks().hand?.undo.at(-1)?.gesture))
    .toBeUndefined();
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await stacks(page)).length).toBe(steps.length + 2);
});

test("what a script did is named in the menu; taking it back leaves what the hand did", async ({ page }) => {
  await openDemo(page);
  await page.evaluate(() => {
    const { engine } = optophone;
    const source = 'addModule("delay", "made")';
    engine.submit({ type: "module/add", payload: { type: "script.lua", name: "maker", content: { source } } } as never);
  });
  await expect(moduleOf(page, "made")).toBeVisible();
  await pull(page, moduleOf(page, "warm").locator("small").first(), { x: 48, y: 32 });
  await page.mouse.up();
  const [moved, steps] = [await ofWarm(page, "layout"), await stacks(page)];
  await page
    .getByRole("button", { name: /First light/i })
    .first()
    .click();
  await expect(page.getByRole("menuitem", { name: "Undo move module" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Undo what maker did" }).click();
  await expect(moduleOf(page, "made")).toHaveCount(0);
  expect([await ofWarm(page, "layout"), await stacks(page)]).toEqual([moved, steps]);
});
