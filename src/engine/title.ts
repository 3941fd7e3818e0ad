import { type Refusal, refused } from "./outcome.ts";

/** Characters of the longest name of anything. */
export const LONGEST_NAME = 64;

/** Why a pattern, preset or patch can't be called something: 1 to 64 characters, none of them invisible. */
export function titleProblem(title: unknown): Refusal | undefined {
  if (typeof title === "string" && title.length <= LONGEST_NAME && tidyTitle(title) === title && title !== "")
    return undefined;
  return refused(`A name has 1 to ${LONGEST_NAME} characters, without spaces at its ends.`);
}

/** A name as commands accept it: without spaces at its ends, and a space for whatever is invisible. May still be empty or too long. */
export const tidyTitle = (title: string): string => title.replace(/\p{Cc}+/gu, " ").trim();
