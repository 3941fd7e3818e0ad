import { createRef } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { COMMANDS, replacePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import { Cell } from "./cell.ts";
import { PatchCanvas, type PatchCanvasHandle } from "./patch-canvas.tsx";
import { SCRIPT_OUTPUTS, sampleRegistry } from "./testing/sample-definitions.ts";
import { sampleId, samplePatch } from "./testing/sample-patch.ts";
import { sampleReadings } from "./testing/sample-readings.ts";

interface Stage {
  readonly engine: Engine;
  readonly selected: Cell<ReadonlySet<ModuleId>>;
  readonly refusals: string[];
  readonly canvas: PatchCanvasHandle;
}

let root: Root | undefined;
let frame = 0;

afterEach(() => {
  cancelAnimationFrame(frame);
  root?.unmount();
  document.body.replaceChildren();
});

async function stage(): Promise<Stage> {
  await page.viewport(1_200, 640);
  const engine = createEngine({ registry: sampleRegistry });
  for (const command of samplePatch()) {
    const outcome = engine.submit(command);
    if (!outcome.ok) throw new Error(outcome.reason);
  }
  const selected = new Cell<ReadonlySet<ModuleId>>(new Set());
  const refusals: string[] = [];
  const canvas = createRef<PatchCanvasHandle>();
  const host = document.createElement("div");
  host.style.cssText = "position:fixed;inset:0";
  document.body.append(host);
  root = createRoot(host);
  root.render(
    <PatchCanvas
      engine={engine}
      live={LIVE}
      selection={{ get: selected.get, set: (ids) => selected.set(ids), subscribe: selected.subscribe }}
      previews={PREVIEWS}
      status={STATUS}
      presets={[]}
      initialView={{ x: 20, y: 20, zoom: 1 }}
      onRefusal={(reason) => refusals.push(reason)}
      ref={canvas}
    />,
  );
  frame = requestAnimationFrame(function flush() {
    engine.flush();
    frame = requestAnimationFrame(flush);
  });
  await vi.waitFor(() => expect(moduleElement("beat")).toBeTruthy());
  if (!canvas.current) throw new Error("The canvas gave no handle");
  return { engine, selected, refusals, canvas: canvas.current };
}

const LIVE = sampleReadings();
const PREVIEWS = { attach: () => () => {} };
const STATUS = { of: () => undefined, subscribe: () => () => {} };

const find = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`Nothing matches ${selector}`);
  return element;
};
const moduleElement = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-module="${sampleId(name)}"]`);
const portElement = (name: string, side: "input" | "output", key: string): HTMLElement =>
  find(`[data-module="${sampleId(name)}"] [data-port="${key}"][data-side="${side}"]`);

interface Place {
  readonly x: number;
  readonly y: number;
}

const middle = (element: Element): Place => {
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

function pointer(type: string, at: Place, more: PointerEventInit = {}): void {
  const target = document.elementFromPoint(at.x, at.y) ?? document.body;
  const buttons = type === "pointerup" ? 0 : 1;
  const options = { bubbles: true, cancelable: true, clientX: at.x, clientY: at.y, pointerId: 1, isPrimary: true };
  target.dispatchEvent(
    new PointerEvent(type, {
      ...options,
      pointerType: "mouse",
      button: type === "pointermove" ? -1 : 0,
      buttons,
      ...more,
    }),
  );
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

async function press(at: Place, more: PointerEventInit = {}): Promise<void> {
  pointer("pointermove", at, { ...more, buttons: 0 });
  pointer("pointerdown", at, more);
  await settled();
}

async function move(from: Place, to: Place): Promise<void> {
  for (const share of [0.25, 0.5, 0.75, 1]) {
    pointer("pointermove", { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    await settled();
  }
}

async function drag(from: Place, to: Place): Promise<void> {
  await press(from);
  await move(from, to);
  pointer("pointerup", to);
  await settled();
}

/** How much is drawn on the canvas of the cables. */
function ink(): number {
  const canvas = document.querySelector<HTMLCanvasElement>("canvas[class*=cables]");
  const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let sum = 0;
  for (let at = 3; at < data.length; at += 4) sum += data[at] ?? 0;
  return sum;
}

/** The ink once everything is drawn: the same over some frames. */
async function inkAtRest(): Promise<number> {
  let last = Number.NaN;
  for (let same = 0; same < 10; ) {
    await new Promise(requestAnimationFrame);
    const now = ink();
    same = now > 0 && now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}

const cables = (engine: Engine): number => engine.snapshot().patch.connections.size;

describe("PatchCanvas", () => {
  it("plugs a cable in from port to port, and undo takes it out", async () => {
    const { engine } = await stage();
    const before = cables(engine);
    await drag(middle(portElement("drift", "output", "hue")), middle(portElement("bass", "input", "detune")));
    expect(cables(engine)).toBe(before + 1);
    engine.undo();
    expect(cables(engine)).toBe(before);
  });

  it("dims the cable of a port a script drops, and draws it whole when that returns", async () => {
    const { engine } = await stage();
    const drift = sampleId("drift");
    const drop = (outputs: typeof SCRIPT_OUTPUTS) =>
      engine.submit(COMMANDS.setContent({ module: drift, content: { source: "", inputs: [], outputs } }));
    drop(SCRIPT_OUTPUTS);
    const whole = await inkAtRest();
    drop(SCRIPT_OUTPUTS.slice(1));
    const dimmed = await inkAtRest();
    expect(dimmed).toBeLessThan(whole);
    expect(cables(engine)).toBe(13);
    drop(SCRIPT_OUTPUTS);
    expect(await inkAtRest()).toBeGreaterThanOrEqual(whole);
  });

  it("dims what doesn't fit while a cable is in the hand, and says why a wrong one is refused", async () => {
    const { engine, refusals } = await stage();
    const before = engine.snapshot().patch;
    const from = middle(portElement("tunnel", "output", "video"));
    const wrong = portElement("warm", "input", "audio");
    await press(from);
    await move(from, middle(wrong));
    expect(wrong.dataset.fit).toBe("no");
    expect(portElement("mirror", "input", "video").dataset.fit).toBe("no");
    expect(portElement("trail", "input", "video").dataset.fit).toBe("yes");
    pointer("pointerup", middle(wrong));
    await settled();
    expect(engine.snapshot().patch.connections).toBe(before.connections);
    expect(refusals).toHaveLength(1);
    expect(wrong.dataset.fit).toBeUndefined();
  });

  it("lifts a cable off its input; let go over nothing it is gone", async () => {
    const { engine } = await stage();
    const before = cables(engine);
    await drag(middle(portElement("screen", "input", "video")), { x: 1_000, y: 260 });
    expect(cables(engine)).toBe(before - 1);
  });

  it("joins two ports by two clicks", async () => {
    const { engine } = await stage();
    const before = cables(engine);
    for (const port of [portElement("drift", "output", "hue"), portElement("tunnel", "input", "speed")]) {
      await press(middle(port));
      pointer("pointerup", middle(port));
      await settled();
    }
    expect(cables(engine)).toBe(before + 1);
  });

  it("offers what fits when a cable is let go over nothing, and cables what is chosen", async () => {
    const { engine } = await stage();
    const before = cables(engine);
    await drag(middle(portElement("drums", "output", "video")), { x: 840, y: 290 });
    const titles = [...document.querySelectorAll("[role=option] b")].map((title) => title.textContent);
    expect(titles).toEqual(["Kaleidoscope", "Feedback", "Picture output"]);
    await userEvent.keyboard("feed{Enter}");
    const { modules } = engine.snapshot().patch;
    expect([...modules.values()].filter(({ type }) => type === "video.feedback")).toHaveLength(2);
    expect(cables(engine)).toBe(before + 1);
    expect(engine.undo().ok).toBe(true);
    expect(cables(engine)).toBe(before);
  });

  it("adds a module by search after a double click", async () => {
    const { engine, selected } = await stage();
    const surface = find("[role=application]");
    const at = { bubbles: true, clientX: 820, clientY: 300 };
    surface.dispatchEvent(new MouseEvent("dblclick", at));
    await settled();
    await userEvent.keyboard("wobble{Enter}");
    const added = [...selected.get()][0] ?? 0;
    expect(engine.snapshot().patch.modules.get(added)?.type).toBe("control.lfo");
    expect((engine.snapshot().patch.layout.get(added)?.x ?? 1) % 16).toBe(0);
  });

  it("selects by box, deletes, and undo brings all back", async () => {
    const { engine, selected } = await stage();
    const before = engine.snapshot().patch;
    await drag({ x: 4, y: 345 }, { x: 480, y: 630 });
    expect(selected.get()).toEqual(new Set([sampleId("drift"), sampleId("tunnel")]));
    await userEvent.keyboard("{Delete}");
    expect(engine.snapshot().patch.modules.size).toBe(before.modules.size - 2);
    engine.undo();
    expect(engine.snapshot().patch.modules.size).toBe(before.modules.size);
    expect(cables(engine)).toBe(before.connections.size);
  });

  it("moves a module on the grid as one undo step", async () => {
    const { engine } = await stage();
    const id = sampleId("ear");
    const before = engine.snapshot().patch.layout.get(id) ?? { x: 0, y: 0 };
    const at = middle(find(`[data-module="${id}"] small`));
    await drag(at, { x: at.x + 37, y: at.y + 21 });
    expect(engine.snapshot().patch.layout.get(id)).toEqual({ x: before.x + 32, y: before.y + 16 });
    engine.undo();
    expect(engine.snapshot().patch.layout.get(id)).toEqual(before);
  });

  it("renames with F2", async () => {
    const { engine, selected } = await stage();
    const id = sampleId("slow");
    selected.set(new Set([id]));
    find("[role=application]").focus();
    await userEvent.keyboard("{F2}");
    await settled();
    await userEvent.keyboard("wave{Enter}");
    expect(engine.snapshot().patch.modules.get(id)?.name).toBe("wave");
  });

  it("bypasses with B, but not while a name is typed", async () => {
    const { engine, selected } = await stage();
    const id = sampleId("warm");
    const bypassed = (): boolean | undefined => engine.snapshot().patch.modules.get(id)?.bypassed;
    selected.set(new Set([id]));
    find("[role=application]").focus();
    await userEvent.keyboard("b");
    expect(bypassed()).toBe(true);
    await userEvent.keyboard("{F2}");
    await settled();
    await userEvent.keyboard("b{Escape}");
    expect(bypassed()).toBe(true);
  });

  it("drags a value bar as one undo step", async () => {
    const { engine } = await stage();
    const id = sampleId("warm");
    const before = engine.snapshot().patch.parameters.get(id);
    const place = engine.snapshot().patch.layout.get(id);
    const at = middle(find(`[data-module="${id}"] [data-parameter="resonance"] [role=slider]`));
    await drag(at, { x: at.x + 60, y: at.y });
    expect(engine.snapshot().patch.parameters.get(id)?.[1]).toBeGreaterThan(0.5);
    expect(engine.snapshot().patch.layout.get(id)).toEqual(place);
    engine.undo();
    expect(engine.snapshot().patch.parameters.get(id)).toEqual(before);
  });

  it("changes a value by keys, one undo step each", async () => {
    const { engine } = await stage();
    const id = sampleId("warm");
    const before = engine.snapshot().patch.parameters.get(id);
    find(`[data-module="${id}"] [data-parameter="resonance"] [role=slider]`).focus();
    await userEvent.keyboard("{ArrowUp}");
    expect(engine.snapshot().patch.parameters.get(id)?.[1]).toBeCloseTo(0.35);
    engine.undo();
    expect(engine.snapshot().patch.parameters.get(id)).toEqual(before);
  });

  it("refuses pasted text that is no patch, and says so", async () => {
    const { engine, refusals } = await stage();
    const before = engine.snapshot();
    find("[role=application]").focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "a shopping list");
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }),
    );
    expect(engine.snapshot()).toBe(before);
    expect(refusals).toHaveLength(1);
  });

  it("copies as text and pastes it back", async () => {
    const { engine, selected } = await stage();
    selected.set(new Set([sampleId("bass"), sampleId("warm")]));
    find("[role=application]").focus();
    const clipboardData = new DataTransfer();
    const options = { bubbles: true, cancelable: true, clipboardData };
    document.activeElement?.dispatchEvent(new ClipboardEvent("copy", options));
    expect(clipboardData.getData("text/plain")).toContain("optophone-fragment");
    const before = engine.snapshot().patch;
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", options));
    expect(engine.snapshot().patch.modules.size).toBe(before.modules.size + 2);
    expect(cables(engine)).toBe(before.connections.size + 1);
  });

  it("looks again where it was asked to, and at all of a patch opened in the same moment", async () => {
    const { engine, canvas } = await stage();
    const left = { x: -140, y: 35, zoom: 0.75 };
    canvas.show(left);
    await settled();
    expect(canvas.view()).toEqual(left);
    const far = COMMANDS.addModule({ type: "sequencer.tracker", name: "far", position: { x: 9_000, y: 9_000 } });
    engine.submit([replacePatch({ patch: emptyPatch() }), far]);
    canvas.show(undefined);
    await vi.waitFor(() => expect(find("[data-module]").textContent).toContain("far"));
    const { x, y } = middle(find("[data-module]"));
    expect(x).toBeCloseTo(600, -1);
    expect(y).toBeCloseTo(320, -1);
    canvas.show(left);
    await settled();
    expect(canvas.view()).toEqual(left);
  });
});
