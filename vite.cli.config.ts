import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Where the sources that load binaries look for them, and where these lie from the bundle. */
const BINARIES: readonly { readonly source: string; readonly from: string; readonly to: string }[] = [
  {
    source: "/src/audio/node/kernels.ts",
    from: '"../../../build/kernels/kernels.wasm"',
    to: '"../kernels/kernels.wasm"',
  },
  {
    source: "/src/script-nodes/node/language-binaries.ts",
    from: '"../../../build/lua/lua.wasm"',
    to: '"../lua/lua.wasm"',
  },
];

/** Built binaries stay where their scripts put them; what is bundled lies nearer to them than its source. */
function binariesBesideTheBundle(): Plugin {
  return {
    name: "optophone:binaries-beside-the-bundle",
    transform(code, id) {
      const binary = BINARIES.find(({ source }) => id.endsWith(source));
      if (!binary) return undefined;
      if (!code.includes(binary.from)) this.error(`The path ${binary.from} is gone; this plugin has to follow.`);
      return { code: code.replace(binary.from, binary.to), map: null };
    },
  };
}

/** For Node: everything of ours in one folder; what is installed, and the scripts that build, stay where they are. */
const program: UserConfig = {
  plugins: [binariesBesideTheBundle()],
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
