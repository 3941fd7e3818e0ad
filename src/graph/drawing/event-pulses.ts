import type { LiveReadings } from "#engine/live.ts";
import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";

/** How long light takes along a cable, in milliseconds. */
const TRAVEL = 240;

/** Lights that run along event cables when their sequencer plays a note. */
export class EventPulses {
  readonly #model: GraphModel;
  readonly #live: LiveReadings;
  readonly #steps = new Map<ModuleId, number>();
  #lights: { readonly cable: ConnectionId; readonly began: number }[] = [];

  constructor(model: GraphModel, live: LiveReadings) {
    this.#model = model;
    this.#live = live;
  }

  /** Looks at what sequencers play now. Answers whether any light is on its way. `now` in milliseconds. */
  advance(now: number): boolean {
    const fired = new Set<ModuleId>();
    for (const entry of this.#model.modules()) {
      if (!entry.pattern) continue;
      const step = this.#live.step(entry.id);
      if (step === this.#steps.get(entry.id)) continue;
      this.#steps.set(entry.id, step);
      const played = step >= 0 ? entry.pattern.steps[step] : undefined;
      if (played && played.note !== null) fired.add(entry.id);
    }
    if (fired.size > 0) {
      for (const { id, connection, carries } of this.#model.cables()) {
        if (connection.signal === "event" && carries && fired.has(connection.from.module)) {
          this.#lights.push({ cable: id, began: now });
        }
      }
    }
    if (this.#lights.length > 0) this.#lights = this.#lights.filter(({ began }) => now - began < TRAVEL);
    return this.#lights.length > 0;
  }

  *current(now: number): Iterable<{ readonly cable: ConnectionId; readonly progress: number }> {
    for (const { cable, began } of this.#lights) yield { cable, progress: Math.min(1, (now - began) / TRAVEL) };
  }
}
