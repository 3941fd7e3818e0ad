import { done, type Outcome, refused } from "#engine/outcome.ts";

/** Reads the plain decimal number of an option; refuses anything else and what is out of range. */
export function numberOption(name: string, text: string, min: number, max: number): Outcome<number> {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max
    ? done(value)
    : refused(`--${name} takes a number from ${min} to ${max}, not “${text}”.`);
}
