import type { Engine } from "./engine.ts";
import type { EngineOptions } from "./engine-options.ts";
import { PatchEngine } from "./patch-engine.ts";

/** An engine alone, for hosts that need no slices of their own. */
export const createEngine = (options: EngineOptions): Engine => createEngineStore(options).engine;

/**
 * The store that holds the patch, and the engine in front of it. A command dispatched to the store goes through `engine.submit`
 * like any other, with what its `meta` says as options; the dispatch answers with the outcome.
 */
export function createEngineStore(options: EngineOptions) {
  const engine: PatchEngine = new PatchEngine(options);
  return { engine: engine as Engine, store: engine.store };
}
