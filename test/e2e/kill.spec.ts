import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import { createEngine } from "#engine/create-engine.ts";
import type { UndoStacks } from "#engine/entry.ts";
import type { Snapshot } from "#engine/patch.ts";
import { patchOf } from "#engine/patch-data.ts";
import { serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { startKillable } from "./killable-chromium.ts";

/** `OPTOPHONE_SOAK=1` runs the long laws whole. */
const ROUNDS = process.env.OPTOPHONE_SOAK ? 50 : 5;
const COMMANDS = 200;
/** Milliseconds after which a command has to be safe. */
const SAFE = 250;
/** Milliseconds between two commands at most. */
const PACE = 12;

/** A command that was done, as the page told it: how many there were, whether it came to what the rehearsal did, and when the news came here. */
interface Done {
  readonly count: number;
  readonly foretold: boolean;
  readonly at: number;
}

/** What a round comes to: what the document is after each command, as a rehearsal found, and the commands the page told of. */
interface Round {
  readonly states: readonly string[];
  readonly done: Done[];
}

/** What a document begins with, as plain JSON. */
interface Start {
  readonly patch: unknown;
  readonly version: number;
  readonly transport: Snapshot["transport"];
  readonly undoStacks: UndoStacks;
}

declare global {
  /** Tells the test that a command is done, and what the document is then. */
  var tellDone: (count: number, state: string) => void;
  /** Everything that has to outlive a kill, as text. */
  var wholeState: () => string;
}

test("after kill −9 every command older than 250 ms is there, undo included", async ({ baseURL }) => {
  test.skip(process.platform !== "linux", "Ends processes as Linux does");
  test.setTimeout(120_000 + ROUNDS * 60_000);
  const profile = mkdtempSync(join(tmpdir(), "optophone-kill-"));
  try {
    let before: Round = { states: [], done: [] };
    let killedAt = 0;
    let address = baseURL ?? "";
    for (let round = 0; round <= ROUNDS; round++) {
      const { page, kill } = await startKillable(profile);
      try {
        await page.goto(address, { waitUntil: "commit" });
        await page.waitForFunction(
          () => "optophone" in globalThis && document.querySelector("[data-module], [aria-label^='Patch canvas']"),
          undefined,
          { timeout: 60_000 },
        );
        await page.evaluate(defineWholeState);
        if (round > 0) await expectKept(page, before, killedAt);
        if (round === ROUNDS) break;
        // News of the last commands can be lost with the browser, so it takes a rehearsal to know what they came to.
        const states = await rehearse(await page.evaluate(startOf), round + 1);
        const done: Done[] = [];
        before = { states, done };
        await page.exposeFunction("tellDone", (count: number, state: string) => {
          done.push({ count, foretold: state === states[count - 1], at: performance.now() });
        });
        address = page.url();
        void page.evaluate(doCommands, [round + 1, COMMANDS, PACE] as const).catch(() => undefined);
        // Somewhere in the middle of it.
        const last = 20 + ((round * 61) % (COMMANDS - 20));
        await expect.poll(() => done.length, { intervals: [5], timeout: 60_000 }).toBeGreaterThanOrEqual(last);
        await delay((round * 104_729) % 300);
      } finally {
        killedAt = performance.now();
        await kill();
      }
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

async function expectKept(page: Page, { states, done }: Round, killedAt: number): Promise<void> {
  expect(done.filter(({ foretold }) => !foretold)).toEqual([]);
  const kept = 1 + states.lastIndexOf(await page.evaluate(() => wholeState()));
  expect(kept, "commands the document has").toBeGreaterThan(0);
  const safe = done.findLast(({ at }) => at <= killedAt - SAFE)?.count ?? 0;
  expect(kept).toBeGreaterThanOrEqual(safe);
  const again = await page.evaluate(() => {
    const { engine } = optophone;
    const text = () => optophone.patchText.serialise(engine.snapshot());
    const now = text();
    const undone = engine.undo().ok && text() !== now;
    return { undone, redone: engine.redo().ok && text() === now };
  });
  expect(again).toEqual({ undone: true, redone: true });
}

/** What the document in the page is now. */
function startOf(): Start {
  const { engine } = optophone;
  const { patch, version, transport } = engine.snapshot();
  const { connectionsOf: _, ...data } = patch;
  const rows = (value: unknown) =>
    value instanceof Object && Symbol.iterator in value ? [...(value as Iterable<readonly [number, unknown]>)] : value;
  return {
    patch: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, rows(value)])),
    version,
    transport,
    undoStacks: engine.undoStacks(),
  };
}

/** What the document is after each of a round's commands, by doing them in an engine of this process. */
async function rehearse({ patch, version, transport, undoStacks }: Start, round: number): Promise<readonly string[]> {
  const read = patchOf(patch);
  if (!read.ok) throw new Error(read.reason);
  const engine = createEngine({ registry, snapshot: { version, patch: read.value, transport }, undoStacks });
  const patchText = { serialise: (snapshot: Snapshot) => serialisePatch(snapshot, registry) };
  const states: string[] = [];
  Object.assign(globalThis, {
    optophone: { engine, registry, patchText },
    tellDone: (_count: number, state: string) => states.push(state),
  });
  defineWholeState();
  await doCommands([round, COMMANDS, 0]);
  return states;
}

/** Defines {@link wholeState} in the page. */
function defineWholeState(): void {
  const sorted = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  globalThis.wholeState = () => {
    const { engine, patchText } = optophone;
    const { patch } = engine.snapshot();
    const { hand = { undo: [], redo: [] } } = engine.undoStacks();
    const steps = (list: typeof hand.undo) => list.slice(-200).map(({ label, operations }) => ({ label, operations }));
    return JSON.stringify(
      {
        text: patchText.serialise(engine.snapshot()),
        uid: patch.uid,
        nextId: patch.nextId,
        modules: [...patch.modules.keys()].sort((a, b) => a - b),
        undo: steps(hand.undo),
        redo: steps(hand.redo),
      },
      sorted,
    );
  };
}

/** Does random commands in the page, drags, undo and redo among them, one after the other, each up to `pace` milliseconds after the last. */
async function doCommands([seed, commands, pace]: readonly [number, number, number]): Promise<void> {
  const { engine, registry } = optophone;
  let state = seed * 2_654_435_761;
  const chance = () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b_79f5) >>> 0;
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const ids = () => [...engine.snapshot().patch.modules.keys()];
  // Without scripts, so that nothing happens that was not asked for here.
  engine.submit({ type: "module/remove", payload: { modules: ids() } } as never);
  const types = registry.all().filter(({ script }) => !script);
  const place = () => ({ x: 16 * Math.floor(chance() * 40), y: 16 * Math.floor(chance() * 30) });
  const add = () => ({ type: "module/add", payload: { type: pick(types).type, position: place() } });
  const move = () => ({ type: "module/move", payload: { positions: { [pick(ids())]: place() } } });
  const rename = () => ({ type: "patch/rename", payload: { name: `Patch ${Math.floor(chance() * 1e6)}` } });
  let drag = engine.gesture("drag");
  drag.end();
  for (let count = 1; count <= commands; count++) {
    const what = chance();
    if (ids().length < 3 || what < 0.2) engine.submit(add() as never);
    else if (what < 0.3) engine.submit(rename() as never);
    else if (what < 0.5) engine.submit(move() as never);
    else if (what < 0.6) engine.undo();
    else if (what < 0.65) engine.redo();
    else if (what < 0.7) drag.end();
    else {
      if (!drag.open) drag = engine.gesture("drag");
      drag.submit(move() as never);
    }
    tellDone(count, wholeState());
    await new Promise((resolve) => setTimeout(resolve, pace * chance()));
  }
}
