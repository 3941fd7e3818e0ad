import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The compiled kernels stay where `scripts/build-kernels.mjs` puts them; what is bundled lies nearer to them than its source. */
function kernelsBesideTheBundle(): Plugin {
  const fromSource = '"../../../build/kernels/kernels.wasm"';
  return {
    name: "optophone:kernels-beside-the-bundle",
    transform(code, id) {
      if (!id.endsWith("/src/audio/node/kernels.ts")) return undefined;
      if (!code.includes(fromSource)) this.error(`The path ${fromSource} is gone; this plugin has to follow.`);
      return { code: code.replace(fromSource, '"../kernels/kernels.wasm"'), map: null };
    },
  };
}

/** For Node: everything of ours in one folder; what is installed, and the scripts that build, stay where they are. */
const program: UserConfig = {
  plugins: [kernelsBesideTheBundle()],
  ssr: { external: true },
  build: {
    ssr: true,
    target: "node20",
    outDir: path("build/cli"),
    minify: false,
    rolldownOptions: {
      external: /^#scripts\//,
      input: {
        main: path("src/cli/main.ts"),
        "script-worker": path("src/script-nodes/node/script-worker.ts"),
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
};

/** For Chromium: the page that draws pictures and encodes films. */
const renderPage: UserConfig = {
  root: path("src/cli/browser"),
  publicDir: false,
  worker: { format: "es" },
  build: {
    target: "es2023",
    outDir: path("build/render-page"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: path("src/cli/browser/render.html") },
  },
};

/** The command line; with `--mode render-page`, the page it renders pictures with. */
export default defineConfig(({ mode }) => (mode === "render-page" ? renderPage : program));
