import { applyCommands } from "#engine/apply-command.ts";
import {
  addModule,
  type Command,
  connect,
  createPattern,
  moveModules,
  removeModules,
  renameModule,
  setParameters,
  setSteps,
} from "#engine/command.ts";
import { initialSnapshot } from "#engine/empty-patch.ts";
import type { Snapshot } from "#engine/patch.ts";
import { registry } from "#modules/index.ts";

const PATTERNS = 20;
const STEPS = 64;
const EDITS = 50;

/** A document and what two people made of it, each with 50 edits of their own. */
export interface ThreeDocuments {
  readonly base: Snapshot;
  readonly ours: Snapshot;
  readonly theirs: Snapshot;
}

/**
 * A document of so many modules and two successors. No edit of one side is against one of the other (other values, other steps,
 * other new modules and cables), so that every conflict is a false one.
 */
export function threeDocuments(modules: number, seed: number): ThreeDocuments {
  const base = large(modules);
  return { base, ours: edited(base, "ours", seed), theirs: edited(base, "theirs", seed + 1_000) };
}

/** Modules of three kinds; each third one is a filter that the two before it are plugged into. */
function large(modules: number): Snapshot {
  const commands: Command[] = [];
  for (let id = 1; id <= PATTERNS; id++) {
    const steps = Object.fromEntries(Array.from({ length: STEPS / 4 }, (_, at) => [at * 4, { note: 48 + (at % 12) }]));
    commands.push(createPattern({ id, name: `Pattern ${id}`, steps: STEPS }), setSteps({ pattern: id, steps }));
  }
  for (let id = 1; id <= modules; id++) {
    const position = { x: (id % 40) * 160, y: Math.floor(id / 40) * 160 };
    const [key, least] = MODULE_VALUES[id % 3] ?? ["rate", 0];
    commands.push(
      addModule({ id, type: typeOf(id), name: `m${id}`, position, parameters: { [key]: least + id / 100 } }),
    );
    if (id % 3 !== 0) continue;
    commands.push(connect({ from: { module: id - 2, port: "audio" }, to: { module: id, port: "audio" } }));
    commands.push(connect({ from: { module: id - 1, port: "value" }, to: { module: id, port: "cutoff" } }));
  }
  return applied(initialSnapshot(), commands);
}

/** What no two modules of a kind have alike. */
const MODULE_VALUES = [
  ["cutoff", 200],
  ["pitch", 0],
  ["rate", 0.1],
] as const;

const typeOf = (id: number) => ["audio.filter", "audio.oscillator", "control.lfo"][id % 3] ?? "control.lfo";

/** What each side turns at modules of each kind. */
const TURNED = {
  ours: ["cutoff", "detune", "rate"],
  theirs: ["resonance", "width", "phase"],
} as const;

function edited(base: Snapshot, side: "ours" | "theirs", seed: number): Snapshot {
  const random = mulberry(seed);
  const { size } = base.patch.modules;
  const mine = side === "ours" ? 0 : 1;
  /** A module that only this side removes, renames or moves, as `kind` says. */
  const own = (kind: number) => 1 + 20 * Math.floor(random() * Math.floor(size / 20)) + 2 * kind + mine;
  const gone = new Set<number>();
  const commands: Command[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const share = edit / EDITS;
    if (share < 0.5) {
      const module = anyOf(random, size);
      const key = TURNED[side][module % 3] ?? "";
      commands.push(setParameters({ module, values: { [key]: 0.1 + random() * 0.8 } }));
    } else if (share < 0.62) {
      const steps = { [2 * Math.floor((random() * STEPS) / 2) + mine]: { note: 36 + Math.floor(random() * 48) } };
      commands.push(setSteps({ pattern: 1 + Math.floor(random() * PATTERNS), steps }));
    } else if (share < 0.8) {
      const id = size + edit;
      const filter = 3 * Math.ceil(anyOf(random, size - 3) / 3);
      const to = { module: isOwned(filter) ? filter + 3 : filter, port: "cutoff" };
      commands.push(addModule({ id, type: "control.lfo", name: `${side}${edit}` }));
      if (!isOwned(to.module)) commands.push(connect({ from: { module: id, port: "value" }, to }));
    } else if (share < 0.9) {
      commands.push(moveModules({ positions: { [own(1)]: { x: 16 * edit, y: -160 } } }));
    } else if (share < 0.96) {
      const module = own(2);
      commands.push(renameModule({ module, name: `${side}_${module}_${edit}` }));
    } else {
      const module = own(3);
      if (!gone.has(module)) commands.push(removeModules({ modules: [module] }));
      gone.add(module);
    }
  }
  return applied(base, commands);
}

/** Modules that a side may remove, rename or move: the other leaves them alone. */
const isOwned = (module: number) => (module - 1) % 20 >= 2 && (module - 1) % 20 < 8;

function anyOf(random: () => number, size: number): number {
  for (;;) {
    const module = 1 + Math.floor(random() * size);
    if (!isOwned(module)) return module;
  }
}

function applied(snapshot: Snapshot, commands: readonly Command[]): Snapshot {
  const made = applyCommands(snapshot, commands, registry);
  if (!made.ok) throw new Error(made.reason);
  return made.value.snapshot;
}

/** Numbers from 0 to below 1, the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
