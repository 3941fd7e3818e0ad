import { done, type Outcome, refused } from "#engine/outcome.ts";

/** The one argument a command takes beside its options; `what` names it with its article. */
export function only(positionals: readonly string[], command: string, what: string): Outcome<string> {
  const [first, second] = positionals;
  if (first === undefined) return refused(`${command} needs ${what}.`);
  if (second !== undefined) return refused(`${command} takes ${what} only; “${second}” is one too many.`);
  return done(first);
}
