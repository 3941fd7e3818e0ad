import type { Place } from "./lua-place.ts";

/** Thrown straight through the machine when a script has no steps left: unlike an error of Lua's, no pcall can hold it. */
export class StepsSpent extends Error {
  readonly place: Place | undefined;

  constructor(place: Place | undefined) {
    super("It has no steps left.");
    this.place = place;
  }
}
