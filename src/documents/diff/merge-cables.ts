import { cableSignal, replacedBy } from "#engine/connection-rules.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Connection, ModuleId, Patch } from "#engine/patch.ts";
import { changedCells } from "./diff-patches.ts";
import type { MergeReport, Sides } from "./merge-report.ts";
import { type MergedRows, mergedRow } from "./merge-rows.ts";
import { type Cells, contentOf, endOf, isAlike, type Rows } from "./sheet.ts";

/** The cables both sides agree on, among the modules there are: ours first, then those of theirs that still fit by the engine's rules. */
export function mergedCables(
  bare: Patch,
  modules: Rows,
  sides: Sides,
  registry: Registry,
  report: MergeReport,
): MergedRows {
  const result: MergedRows = new Map();
  const { ours, theirs } = sides;
  const board = new Board(bare, registry);
  for (const id of new Set([...ours.connections.keys(), ...theirs.connections.keys()])) {
    const cells = wantedCable(id, modules, sides, report);
    if (!cells) continue;
    const fits = ours.connections.has(id) && hasOurPorts(cells, modules, ours.modules);
    const problem = fits ? undefined : board.problem(cells);
    if (problem === undefined) {
      board.plug(id, cells);
      result.set(id, cells);
    } else report.refused("connections", id, "ours", `it can't be had beside the rest. ${problem}`);
  }
  return result;
}

/** A cable as both sides want it, where its modules are. One that was removed with its module comes back with it. */
function wantedCable(id: number, modules: Rows, sides: Sides, report: MergeReport): Cells | undefined {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) => side.connections.get(id));
  const cells = ours ?? theirs;
  if (!cells) return undefined;
  const ends = [endOf(cells, "from").module, endOf(cells, "to").module];
  if (!ends.every((end) => modules.has(end))) {
    const isWanted = !base || changedCells(base, cells).length > 0;
    if (isWanted) report.note(`cable ${report.nameOf("connections", id)}: went with the module one side removed.`);
    return undefined;
  }
  const remover = ours ? sides.theirs : sides.ours;
  const wentAlong = base && !(ours && theirs) && !ends.every((end) => remover.modules.has(end));
  return wentAlong ? cells : mergedRow("connections", id, sides, report);
}

/** Whether the modules at both ends have the ports they have on our side, where the cable fits. */
function hasOurPorts(cable: Cells, modules: Rows, ours: Rows): boolean {
  return (["from", "to"] as const).every((which) => {
    const id = endOf(cable, which).module;
    const [now, our] = [modules.get(id), ours.get(id)];
    return now !== undefined && our !== undefined && isAlike(contentOf(now), contentOf(our));
  });
}

/** A patch that gets its cables one by one. */
class Board {
  readonly #patch: { -readonly [K in keyof Patch]: Patch[K] };
  readonly #registry: Registry;

  constructor(bare: Patch, registry: Registry) {
    this.#patch = { ...bare };
    this.#registry = registry;
  }

  /** Why a cable can't be plugged in. Ports of a module this build doesn't know are taken as they are. */
  problem(cells: Cells): string | undefined {
    const { from, to } = cableOf(0, cells);
    const modules = [from, to].map(({ module }) => this.#patch.modules.get(module));
    if (modules.some((module) => module?.unknown)) return undefined;
    const signal = cableSignal(this.#patch, this.#registry, from, to);
    if (!signal.ok) return signal.reason;
    if (signal.value !== cells.get("signal")) return "The port carries something else now.";
    return replacedBy(this.#patch, signal.value, to).length > 0 ? "A picture input holds one cable." : undefined;
  }

  plug(id: number, cells: Cells): void {
    const cable = cableOf(id, cells);
    this.#patch.connections = this.#patch.connections.set(id, cable);
    for (const module of new Set<ModuleId>([cable.from.module, cable.to.module])) {
      const those = this.#patch.connectionsOf.get(module) ?? [];
      this.#patch.connectionsOf = this.#patch.connectionsOf.set(module, [...those, id]);
    }
  }
}

const cableOf = (id: number, cells: Cells) => ({ ...(Object.fromEntries(cells) as unknown as Connection), id });
