import { fromTravel, type Parameter, toTravel } from "./parameter.ts";

/**
 * A parameter's value under modulation, in its unit: the base value's place on the control's travel, plus the sum of
 * (control + offset) × amount over all cables, clamped to the travel. Sound and picture use this same rule.
 */
export function modulated(parameter: Parameter, base: number, sum: number): number {
  return sum === 0 ? base : fromTravel(parameter, toTravel(parameter, base) + sum);
}
