import { type Refusal, refused } from "#engine/outcome.ts";
import { definitionOf, EMPTY_STEP, type Step } from "#engine/patch.ts";
import { titleProblem } from "#engine/title.ts";
import { type CommandDefinition, missingModule, missingPattern, type PayloadOf } from "./definition.ts";
import { DEFAULT_STEPS, emptySteps, newPattern } from "./new-pattern.ts";

export const createPatternCommand: CommandDefinition<PayloadOf<"createPattern">> = {
  label: "create pattern",
  apply(draft, { name, steps = DEFAULT_STEPS, stepsPerBeat, id }) {
    const bad = (name === undefined ? undefined : titleProblem(name)) ?? sizeProblem(steps, stepsPerBeat);
    if (bad) return bad;
    const made = newPattern(draft, {
      steps: emptySteps(steps),
      ...(name !== undefined && { name }),
      ...(stepsPerBeat !== undefined && { stepsPerBeat }),
      ...(id !== undefined && { id }),
    });
    return made.ok ? undefined : made;
  },
};

export const deletePatternCommand: CommandDefinition<PayloadOf<"deletePattern">> = {
  label: "delete pattern",
  apply(draft, { pattern }) {
    if (!draft.patch.patterns.has(pattern)) return missingPattern(pattern);
    draft.removePattern(pattern);
    return undefined;
  },
};

export const resizePatternCommand: CommandDefinition<PayloadOf<"resizePattern">> = {
  label: "resize pattern",
  apply(draft, { pattern: id, steps, stepsPerBeat }) {
    const pattern = draft.patch.patterns.get(id);
    if (!pattern) return missingPattern(id);
    const bad = sizeProblem(steps, stepsPerBeat);
    if (bad) return bad;
    const more = (steps ?? pattern.steps.length) - pattern.steps.length;
    if (more > 0) draft.setFields("patterns", id, { steps: [...pattern.steps, ...emptySteps(more)] });
    if (more < 0) draft.setFields("patterns", id, { steps: pattern.steps.slice(0, more) });
    if (stepsPerBeat !== undefined) draft.setFields("patterns", id, { stepsPerBeat });
    return undefined;
  },
};

export const setStepsCommand: CommandDefinition<PayloadOf<"setSteps">> = {
  label: "change steps",
  apply(draft, { pattern: id, steps }) {
    const pattern = draft.patch.patterns.get(id);
    if (!pattern) return missingPattern(id);
    for (const [key, change] of Object.entries(steps)) {
      const row = Number(key);
      const before = pattern.steps[row];
      if (!before)
        return refused(`“${pattern.name}” has no step ${key}: its steps are 0 to ${pattern.steps.length - 1}.`);
      const next = change === null ? EMPTY_STEP : mergedStep(before, change);
      const bad = stepProblem(next);
      if (bad) return refused(`Step ${key} of “${pattern.name}” can't be set: ${bad}.`);
      if (!sameStep(next, before)) draft.setStep(id, row, next);
    }
    return undefined;
  },
};

export const bindPatternCommand: CommandDefinition<PayloadOf<"bindPattern">> = {
  label: "choose pattern",
  apply(draft, { module: id, pattern }) {
    const module = draft.patch.modules.get(id);
    if (!module) return missingModule(id);
    if (!draft.patch.patterns.has(pattern)) return missingPattern(pattern);
    if (definitionOf(draft.registry, module)?.sequencer !== "tracker")
      return refused(`“${module.name}” plays no pattern. Try a tracker.`);
    draft.put("bindings", id, pattern);
    return undefined;
  },
};

function sizeProblem(steps: unknown, stepsPerBeat: unknown): Refusal | undefined {
  if (steps !== undefined && !isWholeWithin(steps, 1, 256)) return refused("A pattern has 1 to 256 steps.");
  if (stepsPerBeat !== undefined && !isWholeWithin(stepsPerBeat, 1, 96))
    return refused("A beat is divided into 1 to 96 steps.");
  return undefined;
}

function isWholeWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function mergedStep(
  before: Step,
  { note = before.note, volume = before.volume, length = before.length, chance = before.chance }: Partial<Step>,
): Step {
  return { note, volume, length, chance };
}

const sameStep = (a: Step, b: Step) =>
  a.note === b.note && a.volume === b.volume && a.length === b.length && a.chance === b.chance;

/** Says what is wrong with a step, or nothing. */
export function stepProblem({ note, volume, length, chance }: Step): string | undefined {
  if (note !== null && !isWholeWithin(note, 0, 127)) return "a note is a whole number from 0 to 127, or empty";
  if (!(volume >= 0 && volume <= 1)) return "volume goes from 0 to 1";
  if (!(length > 0 && length <= 64)) return "length is above 0 and at most 64 steps";
  if (!(chance >= 0 && chance <= 100)) return "chance goes from 0 to 100 percent";
  return undefined;
}
