import type { Patch, Snapshot, Transport } from "./patch.ts";
import type { TableName } from "./rows.ts";
import { emptyTable } from "./table.ts";
import { TABLE_NAMES } from "./tables/table-names.ts";

/** A document with nothing in it. */
export function emptyPatch(name = "Untitled"): Patch {
  return Object.freeze({
    uid: "",
    name,
    seed: 1,
    kept: {},
    ...(Object.fromEntries(TABLE_NAMES.map((table) => [table, emptyTable()])) as Pick<Patch, TableName>),
    connectionsOf: emptyTable(),
    nextId: { module: 1, connection: 1, pattern: 1, asset: 1, preset: 1 },
  } satisfies Patch);
}

export const INITIAL_TRANSPORT: Transport = Object.freeze({
  state: "stopped",
  bpm: 120,
  beatsPerBar: 4,
  seek: Object.freeze({ tick: 0, serial: 0 }),
});

/** What a new engine begins with: version 1 of the patch given, stopped at the beginning. */
export function initialSnapshot(patch: Patch = emptyPatch(), transport: Transport = INITIAL_TRANSPORT): Snapshot {
  return Object.freeze({ version: 1, patch, transport });
}
