import type { Draft } from "#engine/draft.ts";
import { freeName, numberedName } from "#engine/name-index.ts";
import { done, type Outcome } from "#engine/outcome.ts";
import { EMPTY_STEP, type PatternId, type Step } from "#engine/patch.ts";

export const DEFAULT_STEPS = 16;
export const DEFAULT_STEPS_PER_BEAT = 4;

interface Wanted {
  readonly name?: string;
  readonly steps?: readonly Step[];
  readonly stepsPerBeat?: number;
  readonly id?: PatternId;
}

/** Puts a new pattern into the patch, by default 16 empty steps. Its name is made unique. */
export function newPattern(draft: Draft, wanted: Wanted): Outcome<PatternId> {
  const id = draft.takeId("pattern", wanted.id);
  if (!id.ok) return id;
  const names = draft.namesOf("patterns");
  const isTaken = (name: string) => names.has(name);
  const name = wanted.name === undefined ? numberedName(isTaken, "pattern") : freeName(isTaken, wanted.name);
  const steps = wanted.steps ?? emptySteps(DEFAULT_STEPS);
  draft.put("patterns", id.value, {
    id: id.value,
    name,
    steps,
    stepsPerBeat: wanted.stepsPerBeat ?? DEFAULT_STEPS_PER_BEAT,
  });
  return done(id.value);
}

export function emptySteps(count: number): readonly Step[] {
  return Array.from({ length: count }, () => EMPTY_STEP);
}
