/** Ids go up to here: what a persistent map takes as an integer key. */
export const HIGHEST_ID = 2 ** 30;
/** How far above the next id one asked for may be, so that no single command uses them all up. */
export const FARTHEST = 1_000_000;
