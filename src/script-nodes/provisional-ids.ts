import type { Created } from "#engine/engine.ts";
import type { NextIds, Snapshot } from "#engine/patch.ts";

/** What is made in a replica gets ids from here on, a range of their own for each kind, so that none can be a real one or of another kind. */
const FIRST = 2 ** 29;
const RANGE = 2 ** 26;

const KINDS = ["module", "connection", "pattern", "asset", "preset"] as const satisfies readonly (keyof NextIds)[];
const LIST = {
  module: "modules",
  connection: "connections",
  pattern: "patterns",
  asset: "assets",
  preset: "presets",
} as const satisfies Record<(typeof KINDS)[number], keyof Created>;

/** Ids that a thread may have given without telling any more. */
const UNTOLD = 2 ** 16;

/** The next provisional id of each kind, clear of all that were given before. */
export function provisionalAfter(known: readonly (readonly [provisional: number, real: number])[]): NextIds {
  return provisional((_, index) => {
    const first = FIRST + index * RANGE;
    const given = known.reduce((most, [id]) => (id < first + RANGE && id > most ? id : most), first - 1);
    return given < first ? first : given + UNTOLD;
  });
}

function provisional(idOf: (kind: (typeof KINDS)[number], index: number) => number): NextIds {
  const ids = KINDS.map((kind, index) => [kind, idOf(kind, index)] as const);
  // One entry for each kind there is.
  return Object.fromEntries(ids) as unknown as NextIds;
}

/** The snapshot, so that whatever a command makes in it gets these ids. */
export function numberedFrom(snapshot: Snapshot, next: NextIds): Snapshot {
  return { ...snapshot, patch: { ...snapshot.patch, nextId: next } };
}

/** The ids a command is to give again that gave these once; of kinds it made nothing of, `next`. */
export function sameIdsAs(made: Created, next: NextIds): NextIds {
  return provisional((kind) => made[LIST[kind]][0] ?? next[kind]);
}

/** Everything one command made in a replica with what it made in the patch, kind by kind, in order. */
export function idPairs(made: Created, real: Created): readonly (readonly [provisional: number, real: number])[] {
  return KINDS.flatMap((kind) =>
    made[LIST[kind]].flatMap((id, index) => {
      const other = real[LIST[kind]][index];
      return other === undefined ? [] : [[id, other] as const];
    }),
  );
}
