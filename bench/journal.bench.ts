import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type CDPSession, chromium } from "playwright-core";
import { build, type InlineConfig, preview } from "vite";
import type { BenchResult } from "./bench-result.ts";

const CHANGES = 10_000;
const ROUNDS = 3;
/** Ours may take a tenth of the rival's time. */
const TARGET = 10;
const NAME = "journal/10000-commands";
const CONTENDERS = ["ours", "rival"] as const;
type Contender = (typeof CONTENDERS)[number];

/**
 * Keeps 10 000 changes of a document of 100 modules, each safe before a kill: our journal in a worker against redux-persist on
 * IndexedDB, in one Chromium, production builds. What counts is the CPU of the main thread less that of the same changes without
 * keeping them; the best of three rounds, taken in turns.
 */
export async function run(only?: string): Promise<readonly BenchResult[]> {
  if (only && !NAME.startsWith(only)) return [];
  const site = await buildPage();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const best = { ours: costs(), rival: costs() };
    for (let round = 0; round < ROUNDS; round++) {
      for (const contender of CONTENDERS) {
        for (const keeps of ["without", "with"] as const)
          best[contender][keeps] = Math.min(
            best[contender][keeps],
            await measure(browser, site.url, contender, keeps === "with"),
          );
      }
    }
    return [result(keeping(best.ours), keeping(best.rival))];
  } finally {
    await browser.close();
    await site.close();
  }
}

/** CPU of the main thread, in milliseconds: of changes that are kept, and of the same that are not. */
interface Costs {
  with: number;
  without: number;
}

const costs = (): Costs => ({ with: Number.POSITIVE_INFINITY, without: Number.POSITIVE_INFINITY });

/** Never less than can be told apart, a millisecond. */
const keeping = (spent: Costs): number => Math.max(1, spent.with - spent.without);

function result(ours: number, rival: number): BenchResult {
  const ratio = rival / ours;
  return {
    name: NAME,
    unit: "ms CPU of the main thread",
    ours,
    rival,
    rivalName: "redux-persist on IndexedDB",
    ratio,
    target: TARGET,
    holds: ratio >= TARGET,
  };
}

async function buildPage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const root = fileURLToPath(new URL("./journal/", import.meta.url));
  const outDir = fileURLToPath(new URL("../build/bench/journal/", import.meta.url));
  await mkdir(outDir, { recursive: true });
  const shared: InlineConfig = {
    root,
    configFile: false,
    logLevel: "error",
    mode: "production",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    worker: { format: "es" },
  };
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: "es2023" } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  return { url: server.resolvedUrls?.local[0] ?? "", close: () => server.close() };
}

async function measure(browser: Browser, url: string, contender: Contender, keeps: boolean): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => "journalPage" in window);
    await page.evaluate(([name, isKept]) => window.journalPage.prepare(name, isKept), [contender, keeps] as const);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await taskMilliseconds(session);
    await page.evaluate((changes) => window.journalPage.run(changes), CHANGES);
    const spent = (await taskMilliseconds(session)) - before;
    if (keeps && !(await page.evaluate(() => window.journalPage.holds())))
      throw new Error(`The last change did not come back with ${contender}`);
    return spent;
  } finally {
    await context.close();
  }
}

async function taskMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
}
