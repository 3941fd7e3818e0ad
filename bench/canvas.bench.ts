import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { build, type InlineConfig, preview } from "vite";
import type { BenchResult } from "./bench-result.ts";
import type { BenchPage } from "./canvas/graph-shape.ts";

const MODULES = 1_000;
const STEPS = 60;
const ROUNDS = 3;
const SIZE = { width: 1_600, height: 900 };
const FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"];

const CONTENDERS = {
  ours: "ours.html",
  equipped: "rival.html?onlyVisible&equipped",
  visible: "rival.html?onlyVisible",
  all: "rival.html",
} as const;
type Contender = keyof typeof CONTENDERS;

const RIVALS: readonly {
  readonly key: "equipped" | "visible" | "all";
  readonly name: string;
  readonly target: number;
}[] = [
  { key: "equipped", name: "@xyflow/react with ground and map, only visible elements rendered", target: 1 / 1.15 },
  { key: "visible", name: "@xyflow/react, only visible elements rendered", target: 1 / 1.15 },
  { key: "all", name: "@xyflow/react, all rendered", target: 2 },
];

/** CPU of the main thread, in milliseconds: of the whole load, and for each frame of a pan and a drag. */
interface Costs {
  readonly load: number;
  readonly pan: number;
  readonly drag: number;
}

/**
 * Loads, pans and drags 1 000 modules with about two cables each in our canvas and in @xyflow/react, in one Chromium,
 * production builds, with real mouse events. The best of three rounds, taken in turns.
 */
export async function run(only?: string): Promise<readonly BenchResult[]> {
  if (only && !"canvas".startsWith(only) && !only.startsWith("canvas")) return [];
  const site = await buildPages();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  try {
    const best = new Map<Contender, Costs>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const contender of Object.keys(CONTENDERS) as Contender[]) {
        const costs = await measure(browser, site.url + CONTENDERS[contender]);
        best.set(contender, lesser(best.get(contender), costs));
      }
    }
    return results(best).filter(({ name }) => !only || name.startsWith(only));
  } finally {
    await browser.close();
    await site.close();
  }
}

function results(best: ReadonlyMap<Contender, Costs>): BenchResult[] {
  const ours = best.get("ours");
  if (!ours) return [];
  return RIVALS.flatMap(({ key, name: rivalName, target }) => {
    const rival = best.get(key);
    if (!rival) return [];
    return (["load", "pan", "drag"] as const).map((what) => {
      const ratio = rival[what] / ours[what];
      // Loading has no target of its own but must not be what one pays with.
      const needed = what === "load" ? 1 / 1.15 : target;
      return {
        name: `canvas ${what} ${key}`,
        unit: what === "load" ? "ms CPU" : "ms CPU a frame",
        ours: rounded(ours[what]),
        rival: rounded(rival[what]),
        rivalName,
        ratio: rounded(ratio),
        target: rounded(needed),
        holds: ratio >= needed,
      };
    });
  });
}

async function buildPages(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const root = fileURLToPath(new URL("./canvas/", import.meta.url));
  const outDir = fileURLToPath(new URL("../build/bench/canvas/", import.meta.url));
  await mkdir(outDir, { recursive: true });
  const input = [`${root}ours.html`, `${root}rival.html`];
  const shared: InlineConfig = {
    root,
    configFile: false,
    logLevel: "error",
    mode: "production",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    plugins: [react()],
  };
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: "es2023", rolldownOptions: { input } } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  return { url: server.resolvedUrls?.local[0] ?? "", close: () => server.close() };
}

async function measure(browser: Browser, url: string): Promise<Costs> {
  const context = await browser.newContext({ viewport: SIZE });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => "benchPage" in window);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const load = await cost(session, () => page.evaluate((count) => window.benchPage.load(count), MODULES));
    await page.waitForTimeout(500);
    const pan = await gesture(page, session, "middle", { x: 1_100, y: 860 }, { x: -10, y: -5 });
    await gestureBack(page);
    await page.waitForTimeout(300);
    const handle = await page.evaluate(() => window.benchPage.handle());
    const drag = await gesture(page, session, "left", handle, { x: 8, y: 6 });
    if (!(await page.evaluate(() => window.benchPage.moved()))) throw new Error(`Nothing was dragged in ${url}`);
    return { load, pan, drag };
  } finally {
    await context.close();
  }
}

type Point = ReturnType<BenchPage["handle"]>;

async function gesture(page: Page, session: CDPSession, button: "left" | "middle", from: Point, by: Point) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button });
  const spent = await cost(session, async () => {
    for (let step = 1; step <= STEPS; step++) {
      await page.mouse.move(from.x + by.x * step, from.y + by.y * step);
      await frame(page);
    }
  });
  await page.mouse.up({ button });
  return spent / STEPS;
}

/** Pans back to where the module to be dragged is in sight. */
async function gestureBack(page: Page): Promise<void> {
  await page.mouse.move(500, 500);
  await page.mouse.down({ button: "middle" });
  await page.mouse.move(500 + 10 * STEPS, 500 + 5 * STEPS, { steps: 10 });
  await page.mouse.up({ button: "middle" });
}

const frame = (page: Page): Promise<number> =>
  page.evaluate(() => new Promise<number>((resolve) => requestAnimationFrame(resolve)));

async function cost(session: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const before = await taskMilliseconds(session);
  await work();
  return (await taskMilliseconds(session)) - before;
}

async function taskMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
}

const lesser = (a: Costs | undefined, b: Costs): Costs =>
  a ? { load: Math.min(a.load, b.load), pan: Math.min(a.pan, b.pan), drag: Math.min(a.drag, b.drag) } : b;

const rounded = (value: number): number => Math.round(value * 100) / 100;
