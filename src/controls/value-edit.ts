import { COMMANDS, type Command } from "#engine/command.ts";
import type { Engine } from "#engine/engine.ts";
import type { Outcome } from "#engine/outcome.ts";
import type { Parameter } from "#engine/parameter.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";

/** How a control reads and changes its value, in the parameter's unit, as an option's index, or as 1 and 0. */
export interface ValueEdit {
  /** The value now, which a control drawn once a frame may not show yet. */
  now(): number;
  /** Changes it, one undo step by itself. */
  set(value: number): void;
  /** Begins a change that takes a while: one undo step. A `stream`, as of a wheel, also ends by itself after 2 s of rest. */
  begin(options?: { readonly stream?: boolean }): ValueGesture;
}

/** A value being changed. Once it is over, undone for instance, `set` does nothing. */
export interface ValueGesture {
  readonly open: boolean;
  set(value: number): void;
  end(): void;
  /** Goes back to the value at the beginning. */
  cancel(): void;
}

interface CommandEdit {
  /** What it turns, completing “Undo set …” and “Undo turn …”. */
  readonly label: string;
  readonly now: (snapshot: Snapshot) => number;
  readonly command: (value: number) => Command;
}

/** Edits a value of the patch through commands. A refusal is told in words. */
export function commandEdit(
  engine: Engine,
  { label, now, command }: CommandEdit,
  refuse: (reason: string) => void,
): ValueEdit {
  const tell = (outcome: Outcome<unknown>): void => {
    if (!outcome.ok) refuse(outcome.reason);
  };
  return {
    now: () => now(engine.snapshot()),
    set: (value) => tell(engine.submit(command(value), { label: `set ${label}` })),
    begin(options) {
      const gesture = engine.gesture(`turn ${label}`, options);
      return {
        get open() {
          return gesture.open;
        },
        set(value) {
          if (gesture.open) tell(gesture.submit(command(value)));
        },
        end: () => gesture.end(),
        cancel: () => gesture.cancel(),
      };
    },
  };
}

/** Edits a module's parameter. */
export function parameterEdit(
  engine: Engine,
  module: ModuleId,
  key: string,
  parameter: Parameter,
  refuse: (reason: string) => void = () => {},
): ValueEdit {
  const now = ({ patch }: Snapshot): number => {
    const definition = engine.registry.get(patch.modules.get(module)?.type ?? "");
    const index = Object.keys(definition?.parameters ?? {}).indexOf(key);
    return patch.parameters.get(module)?.[index] ?? parameter.default;
  };
  const command = (value: number): Command =>
    COMMANDS.setParameters({ module, values: { [key]: wordFor(parameter, value) } });
  return commandEdit(engine, { label: parameter.label.toLowerCase(), now, command }, refuse);
}

/** Edits a value that undo doesn't know. */
export function plainEdit(now: () => number, set: (value: number) => void): ValueEdit {
  return {
    now,
    set,
    begin() {
      const before = now();
      return { open: true, set, end: () => {}, cancel: () => set(before) };
    },
  };
}

/** Commands name options and switches; the tables hold numbers. */
function wordFor(parameter: Parameter, value: number): number | string | boolean {
  if (parameter.kind === "choice") return parameter.options[Math.round(value)] ?? parameter.options[0] ?? "";
  return parameter.kind === "toggle" ? value >= 0.5 : value;
}
