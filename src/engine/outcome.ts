/** The answer to a command: done, or refused with a reason in words that a person can act on. */
export type Outcome<T = void> = { readonly ok: true; readonly value: T } | Refusal;

/** A no, in words; nothing was changed. */
export interface Refusal {
  readonly ok: false;
  /** A sentence or two: what is wrong and what would help. Names the thing it is about. */
  readonly reason: string;
}

/** Refuses, with a sentence or two as {@link Refusal} wants them. */
export const refused = (reason: string): Refusal => ({ ok: false, reason });
/** Answers that it was done, and with what. */
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
