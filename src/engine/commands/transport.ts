import type { Draft } from "#engine/draft.ts";
import { refused } from "#engine/outcome.ts";
import type { Transport } from "#engine/patch.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";

function setState(draft: Draft, state: Transport["state"]): undefined {
  if (draft.transport.state !== state) draft.transport = { ...draft.transport, state };
}

function jump(draft: Draft, tick: number): undefined {
  draft.transport = { ...draft.transport, seek: { tick, serial: draft.transport.seek.serial + 1 } };
}

export const playCommand: CommandDefinition<PayloadOf<"play">> = {
  label: "play",
  apply: (draft) => setState(draft, "playing"),
};

/** A stopped transport stays stopped. */
export const pauseCommand: CommandDefinition<PayloadOf<"pause">> = {
  label: "pause",
  apply: (draft) => (draft.transport.state === "playing" ? setState(draft, "paused") : undefined),
};

/** Stops and goes back to the beginning. */
export const stopCommand: CommandDefinition<PayloadOf<"stop">> = {
  label: "stop",
  apply(draft) {
    setState(draft, "stopped");
    return jump(draft, 0);
  },
};

export const seekCommand: CommandDefinition<PayloadOf<"seek">> = {
  label: "jump",
  apply(draft, { tick }) {
    if (!Number.isFinite(tick) || tick < 0) return refused("The place to jump to is a tick at or after 0.");
    return jump(draft, tick);
  },
};

export const setTempoCommand: CommandDefinition<PayloadOf<"setTempo">> = {
  label: "change tempo",
  apply(draft, { bpm }) {
    if (typeof bpm !== "number" || Number.isNaN(bpm))
      return refused("A tempo is a number of beats a minute, 20 to 480.");
    const clamped = Math.min(480, Math.max(20, bpm));
    if (clamped !== draft.transport.bpm) draft.transport = { ...draft.transport, bpm: clamped };
    return undefined;
  },
};
