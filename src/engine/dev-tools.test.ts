import { expect, test } from "vitest";
import { addModule, replacePatch, restore } from "./command.ts";
import { createEngineStore } from "./create-engine.ts";
import { DEV_TOOLS } from "./dev-tools.ts";
import { patchData } from "./patch-data.ts";
import { testRegistry } from "./testing/test-registry.ts";

test("DevTools is shown sizes in place of patches", () => {
  const { engine, store } = createEngineStore({ registry: testRegistry });
  for (let count = 0; count < 300; count++) engine.submit(addModule({ type: "audio.tone" }));
  const shown = DEV_TOOLS.stateSanitizer?.(store.getState(), 0);
  expect(shown).toMatchObject({ patch: { version: 301, patch: { name: "Untitled", modules: 300 } } });
  expect(JSON.stringify(shown).length).toBeLessThan(1_000);
  const { patch } = engine.snapshot();
  const opening = DEV_TOOLS.actionSanitizer?.(replacePatch({ patch }), 0);
  expect(opening?.payload).toEqual({ patch: expect.objectContaining({ modules: 300 }) });
  const undoing = DEV_TOOLS.actionSanitizer?.(
    restore({ operations: [{ kind: "document", value: patchData(patch) }] }),
    0,
  );
  expect(undoing?.payload).toEqual({ operations: ["document"] });
});
