import type { Command } from "./command.ts";
import { COMMAND_DEFINITIONS } from "./commands/command-table.ts";
import { type Applied, Draft } from "./draft.ts";
import { endlessNumber } from "./endless-number.ts";
import type { Registry } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Snapshot } from "./patch.ts";

/** Applies commands as one transaction: all or none. Pure; a payload of the wrong shape is refused like any other mistake. */
export function applyCommands(snapshot: Snapshot, commands: readonly Command[], registry: Registry): Outcome<Applied> {
  const draft = new Draft(snapshot, registry, commands.length > 1);
  for (const command of commands) {
    try {
      const definition = COMMAND_DEFINITIONS.get(command.type);
      if (!definition) return refused(`There is no command “${String(command.type)}” in this version.`);
      const endless = endlessNumber(command.payload);
      if (endless) return refused(`The command “${command.type}” is malformed: ${endless}.`);
      const refusal = definition.apply(draft, command.payload as never);
      if (refusal) return refusal;
    } catch (error) {
      return refused(`The command “${String(command?.type)}” is malformed: ${String(error)}`);
    }
  }
  return done(draft.finish());
}

export const applyCommand = (snapshot: Snapshot, command: Command, registry: Registry): Outcome<Applied> =>
  applyCommands(snapshot, [command], registry);
