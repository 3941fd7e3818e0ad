import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

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

/** The command line, for Node: everything of ours in build/cli/, everything installed stays in node_modules. */
export default defineConfig({
  plugins: [kernelsBesideTheBundle()],
  ssr: { external: true },
  build: {
    ssr: true,
    target: "node20",
    outDir: "build/cli",
    minify: false,
    rolldownOptions: {
      input: {
        main: path("src/cli/main.ts"),
        "script-worker": path("src/script-nodes/node/script-worker.ts"),
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
