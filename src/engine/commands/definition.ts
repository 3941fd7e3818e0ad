import type { COMMANDS } from "#engine/command.ts";
import type { Draft } from "#engine/draft.ts";
import { type Refusal, refused } from "#engine/outcome.ts";
import type { ModuleId, PatternId } from "#engine/patch.ts";

/** How one command changes the patch. */
export interface CommandDefinition<Payload> {
  /** Completes “Undo …”. */
  readonly label: string;
  /** Writes the change into the draft, or says why not; a draft that was refused is thrown away. */
  readonly apply: (draft: Draft, payload: Payload) => Refusal | undefined;
}

export type PayloadOf<K extends keyof typeof COMMANDS> = ReturnType<(typeof COMMANDS)[K]>["payload"];

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export const isModuleName = (name: unknown): name is string => typeof name === "string" && NAME.test(name);

/** Why a module can't have a name. */
export function nameProblem(name: unknown): Refusal | undefined {
  if (isModuleName(name)) return undefined;
  return refused(
    `“${String(name).slice(0, 64)}” can't be a module's name: it begins with a letter and goes on with letters, digits, - and _.`,
  );
}

export const missingModule = (id: ModuleId): Refusal => refused(`There is no module ${id} any more.`);
export const missingPattern = (id: PatternId): Refusal => refused(`There is no pattern ${id} any more.`);

/** The first id among these that no module has. */
export function firstMissing(draft: Draft, ids: readonly ModuleId[]): ModuleId | undefined {
  return ids.find((id) => !draft.patch.modules.has(id));
}
