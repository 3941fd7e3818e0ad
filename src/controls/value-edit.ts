import { COMMANDS } from "#engine/command.ts";
import type { Engine } from "#engine/engine.ts";
import type { Parameter } from "#engine/parameter.ts";
import type { ModuleId } from "#engine/patch.ts";

/** How a control changes its value. Everything between `begin` and `end` is one undo step; a lone `set` is one by itself. */
export interface ValueEdit {
  begin(): void;
  /** Takes a value in the parameter's unit, an option's index, or 1 and 0. */
  set(value: number): void;
  end(): void;
  /** Goes back to the value at `begin`. */
  cancel(): void;
}

/** Edits a module's parameter through commands. A refusal is told in words. */
export function parameterEdit(
  engine: Engine,
  module: ModuleId,
  key: string,
  parameter: Parameter,
  refuse: (reason: string) => void = () => {},
): ValueEdit {
  return {
    begin: () => engine.beginGesture(`set ${parameter.label.toLowerCase()}`),
    set: (value) => {
      const outcome = engine.submit(COMMANDS.setParameters({ module, values: { [key]: wordFor(parameter, value) } }));
      if (!outcome.ok) refuse(outcome.reason);
    },
    end: () => engine.endGesture(),
    cancel: () => engine.cancelGesture(),
  };
}

/** Commands name options and switches; the tables hold numbers. */
function wordFor(parameter: Parameter, value: number): number | string | boolean {
  if (parameter.kind === "choice") return parameter.options[Math.round(value)] ?? parameter.options[0] ?? "";
  return parameter.kind === "toggle" ? value >= 0.5 : value;
}
