import type { ModuleId } from "#engine/patch.ts";

/** Notices scripts that answer each other's changes without end. */
export interface AnswerChain {
  /** Scripts are told of a change; `answered` when all of it was made by scripts that answered the change before. */
  begin(answered: boolean): void;
  /** A script answered this change with one of its own. */
  answers(module: ModuleId): void;
  /** All have heard. Answers who went on for too long, once; the chain begins anew then. */
  endless(): readonly ModuleId[];
}

/** Answers to answers in a row that are let pass. */
const LONGEST_CHAIN = 32;

/** A chain nobody has begun. */
export function createAnswerChain(): AnswerChain {
  let length = 0;
  let before = new Set<ModuleId>();
  let now = new Set<ModuleId>();
  return {
    begin(answered) {
      length = answered ? length + 1 : 0;
      before = answered ? now : new Set();
      now = new Set();
    },
    answers: (module) => void now.add(module),
    endless() {
      if (length < LONGEST_CHAIN || now.size === 0) return [];
      length = 0;
      return [...new Set([...before, ...now])];
    },
  };
}
