#!/usr/bin/env node
// Optophone's command line: builds what is older than its sources, then hands over.
import { buildCli } from "#scripts/build.mjs";
import { buildKernels } from "#scripts/build-kernels.mjs";
import { setup } from "#scripts/setup.mjs";

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

setup();
try {
  await buildKernels();
  buildCli();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const { main } = await import(new URL("../build/cli/main.js", import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
