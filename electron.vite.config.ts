import { fileURLToPath } from "node:url";
import { defineConfig } from "electron-vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The desktop's own two files. Its page is the one `npm run build` makes. */
export default defineConfig({
  main: {
    build: {
      outDir: "out/main",
      rolldownOptions: { input: path("electron/main.ts"), output: { format: "es", entryFileNames: "[name].js" } },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      // A sandboxed preload can be nothing else.
      rolldownOptions: { input: path("electron/preload.ts"), output: { format: "cjs", entryFileNames: "[name].cjs" } },
    },
  },
});
