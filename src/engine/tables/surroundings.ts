import type { Registry } from "#engine/module-definition.ts";
import type { NameIndex } from "#engine/name-index.ts";
import type { Patch } from "#engine/patch.ts";

/** What a row that comes back must fit: the patch as it is by now, and the modules this build knows. */
export interface Surroundings {
  readonly registry: Registry;
  readonly patch: Patch;
  /** Names in use, with the ids of those who have them. */
  namesOf(table: "modules" | "patterns"): NameIndex;
}
