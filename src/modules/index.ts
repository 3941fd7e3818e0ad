import type { ModuleDefinition } from "#engine/module-definition.ts";
import { createRegistry } from "#engine/module-definition.ts";

/** Every module this build knows, in the order the browser lists them. The only list. */
export const MODULES: readonly ModuleDefinition[] = [];

export const registry = createRegistry(MODULES);
