import type { LiveReadings } from "#engine/live.ts";

/** Readings that stand still: some level everywhere, a modulated value where one is given. */
export function sampleReadings(values: Readonly<Record<string, number>> = {}, level = 0.25): LiveReadings {
  return {
    tick: () => 0,
    samples: () => 0,
    level: () => level,
    master: () => ({ left: level, right: level }),
    value: (module, key) => values[`${module}.${key}`],
    step: () => -1,
    audioLoad: () => 0,
    dropouts: () => 0,
  };
}
