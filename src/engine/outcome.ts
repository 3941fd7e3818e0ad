/** The answer to a command: done, or refused with a reason in words that a person can act on. */
export type Outcome<T = void> = { readonly ok: true; readonly value: T } | Refusal;

export interface Refusal {
  readonly ok: false;
  /** A sentence or two: what is wrong and what would help. Names the thing it is about. */
  readonly reason: string;
}

export const refused = (reason: string): Refusal => ({ ok: false, reason });
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
