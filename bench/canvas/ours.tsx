import { createRoot } from "react-dom/client";
import "#app/theme/tokens.css";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import { control, createRegistry, defineModule } from "#engine/module-definition.ts";
import type { ModuleId } from "#engine/patch.ts";
import { Cell } from "#graph/cell.ts";
import { PatchCanvas } from "#graph/patch-canvas.tsx";
import { graphShape, nextFrame } from "./graph-shape.ts";

const definition = defineModule({
  type: "control.plate",
  version: 1,
  kind: "control",
  title: "Plate",
  summary: "Two inputs and two outputs.",
  help: "Only here to be counted.",
  inputs: { a: control("in a"), b: control("in b") },
  outputs: { a: control("out a"), b: control("out b") },
  parameters: {},
  example: { modules: {}, connections: [] },
});

const engine = createEngine({ registry: createRegistry([definition]) });
const selected = new Cell<ReadonlySet<ModuleId>>(new Set());
const selection = {
  get: selected.get,
  set: (modules: ReadonlySet<ModuleId>) => selected.set(modules),
  subscribe: selected.subscribe,
};
const live: LiveReadings = {
  tick: () => 0,
  samples: () => 0,
  level: () => 0,
  master: () => ({ left: 0, right: 0 }),
  value: () => undefined,
  step: () => -1,
  audioLoad: () => 0,
  dropouts: () => 0,
};
const previews = { attach: () => () => {} };
const status = { of: () => undefined, subscribe: () => () => {} };

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root");
const page = createRoot(root);

function flush(): void {
  engine.flush();
  requestAnimationFrame(flush);
}

const DRAGGED = 42;
let before: { readonly x: number; readonly y: number } | undefined;

window.benchPage = {
  async load(count) {
    const { nodes, cables } = graphShape(count);
    const outcome = engine.submit([
      ...nodes.map(({ id, x, y }) => COMMANDS.addModule({ type: definition.type, id, position: { x, y } })),
      ...cables.map(({ from, to }) =>
        COMMANDS.connect({ from: { module: from, port: "a" }, to: { module: to, port: "a" } }),
      ),
    ]);
    if (!outcome.ok) throw new Error(outcome.reason);
    page.render(
      <PatchCanvas
        engine={engine}
        live={live}
        selection={selection}
        previews={previews}
        status={status}
        presets={[]}
        initialView={{ x: 0, y: 0, zoom: 1 }}
      />,
    );
    while (!document.querySelector("[data-module]")) await nextFrame();
    await nextFrame();
    await nextFrame();
    requestAnimationFrame(flush);
    before = engine.snapshot().patch.layout.get(DRAGGED);
  },
  handle() {
    const box = document.querySelector(`[data-module="${DRAGGED}"]`)?.getBoundingClientRect();
    return { x: (box?.x ?? 0) + 70, y: (box?.y ?? 0) + 12 };
  },
  moved: () => engine.snapshot().patch.layout.get(DRAGGED) !== before,
};
