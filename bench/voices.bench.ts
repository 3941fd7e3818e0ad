import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type Browser, chromium, type Page } from "playwright-core";
import type { BenchResult } from "./bench-result.ts";
import { type PageRun, runKernels, runNodes } from "./voices/in-page.ts";
import { voicesPatch } from "./voices/patch-image.ts";

const NAME = "voices: 64 of two saws, filter and envelope";
const KERNELS = new URL("../build/kernels/kernels.wasm", import.meta.url);
const SECONDS = 10;
const ROUNDS = 4;
const TARGET = 5;

/** Seconds of audio a second of computing: 64 voices in our kernels against as many of native nodes, by turns in the same Chromium. */
export async function run(only?: string): Promise<BenchResult[]> {
  if (only !== undefined && !NAME.startsWith(only)) return [];
  const wasm = (await readFile(KERNELS)).toString("base64");
  const image = voicesPatch();
  const { ours, rival } = await inChromium(async (page) => {
    const best = { ours: 0, rival: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      best.ours = Math.max(best.ours, speed(await page.evaluate(runKernels, { wasm, image, seconds: SECONDS })));
      best.rival = Math.max(best.rival, speed(await page.evaluate(runNodes, { seconds: SECONDS })));
    }
    return best;
  });
  const ratio = ours / rival;
  return [
    {
      name: NAME,
      unit: "seconds of sound per second",
      ours,
      rival,
      rivalName: "Web Audio nodes",
      ratio,
      target: TARGET,
      holds: ratio >= TARGET,
    },
  ];
}

function speed({ milliseconds, rms }: PageRun): number {
  if (!(rms > 0.001)) throw new Error("The patch was silent, so its speed means nothing.");
  return SECONDS / (milliseconds / 1_000);
}

/** A blank page on localhost, because OfflineAudioContext and WebAssembly want a plain origin. */
async function inChromium<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const server: Server = createServer((_, response) => response.end("<!doctype html><title>Bench</title>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`);
    return await work(page);
  } finally {
    await browser?.close();
    server.close();
  }
}
