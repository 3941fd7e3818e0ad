import { configureStore } from "@reduxjs/toolkit";
import type { AppSession, ScriptStatus } from "#app/session-port.ts";
import { uiReducers } from "#app/state/ui-reducers.ts";
import { COMMANDS, type Command } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import { done, refused } from "#engine/outcome.ts";
import { registry } from "#modules/index.ts";

export interface TestSessionOptions {
  readonly commands?: readonly Command[];
  readonly scripts?: Readonly<Record<number, ScriptStatus>>;
  /** Row all sequencers play. */
  readonly step?: number;
  readonly patchText?: AppSession["patchText"];
  /** What keeps modules from sounding. */
  readonly problems?: Readonly<Record<number, string>>;
}

/** A session on a real engine and real modules, at rest: no sound device, no picture, no running scripts. */
export function createTestSession({
  commands = [],
  scripts = {},
  step = -1,
  patchText,
  problems = {},
}: TestSessionOptions = {}): AppSession {
  const engine = createEngine({ registry });
  for (const command of commands) {
    const outcome = engine.submit(command);
    if (!outcome.ok) throw new Error(outcome.reason);
  }
  engine.flush();
  return {
    engine,
    registry,
    live: resting(step),
    store: configureStore({ reducer: uiReducers }),
    audio: {
      state: () => "off",
      onState: () => () => {},
      start: async () => refused("There is no sound device here."),
      panic: () => {},
      problemOf: (module) => problems[module],
      onProblem: () => () => {},
    },
    video: {
      attachPreview: () => () => {},
      attachOutput: () => () => {},
      stats: () => ({ framesPerSecond: 0 }),
      problemOf: () => undefined,
      onProblem: () => () => {},
    },
    scripts: {
      statusOf: (module) => scripts[module],
      onStatus: () => () => {},
      restart: () => {},
      apiEntries: () => [
        { name: "setParam", signature: "setParam(path, value)", summary: "Sets a parameter, like “warm.cutoff”." },
      ],
      milliseconds: () => 0,
    },
    assets: {
      load: async ({ name }) => refused(`“${name}” is not here.`),
      keep: async ({ name }) => done({ name, kind: "sound", path: `media/${name}`, hash: hashOfName(name) }),
    },
    presets: [],
    examples: [{ name: "First light", summary: "Drums, a bass line and a rose of light.", load: async () => "{}" }],
    patchText: patchText ?? { serialise: () => "{}", parse: () => refused("There is nothing to read.") },
  };
}

/** Differs between names, as hashes of different bytes do. */
const hashOfName = (name: string): string =>
  Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .padEnd(64, "0")
    .slice(0, 64);

const resting = (step: number): LiveReadings => ({
  tick: () => 0,
  samples: () => 0,
  level: () => 0,
  master: () => ({ left: 0, right: 0 }),
  value: () => undefined,
  step: () => step,
  audioLoad: () => 0,
  dropouts: () => 0,
});

/** Lets observers hear once a displayed frame, as the app does. Returns the function that ends it. */
export function flushEachFrame({ engine }: AppSession): () => void {
  let frame = requestAnimationFrame(function flush() {
    engine.flush();
    frame = requestAnimationFrame(flush);
  });
  return () => cancelAnimationFrame(frame);
}

/** Ids of the modules {@link smallPatch} makes. */
export const SMALL = { beat: 1, bass: 2, warm: 3, slow: 4, speakers: 5, drift: 6 } as const;

/** A tracker that plays a filtered oscillator from its own pattern, an LFO on the cutoff, and a script. */
export function smallPatch(): readonly Command[] {
  const { addModule, connect, setSteps } = COMMANDS;
  const at = (x: number, y: number) => ({ position: { x, y } });
  return [
    addModule({ type: "sequencer.tracker", name: "beat", id: SMALL.beat, ...at(32, 32) }),
    addModule({ type: "audio.oscillator", name: "bass", id: SMALL.bass, ...at(288, 32) }),
    addModule({ type: "audio.filter", name: "warm", id: SMALL.warm, ...at(544, 32) }),
    addModule({ type: "control.lfo", name: "slow", id: SMALL.slow, ...at(32, 272) }),
    addModule({ type: "io.audio-output", name: "speakers", id: SMALL.speakers, ...at(800, 32) }),
    addModule({ type: "script.lua", name: "drift", id: SMALL.drift, ...at(288, 272) }),
    connect({ from: { module: SMALL.bass, port: "audio" }, to: { module: SMALL.warm, port: "audio" } }),
    connect({ from: { module: SMALL.warm, port: "audio" }, to: { module: SMALL.speakers, port: "audio" } }),
    connect({
      from: { module: SMALL.slow, port: "value" },
      to: { module: SMALL.warm, port: "cutoff" },
      amount: 0.38,
    }),
    setSteps({ pattern: 1, steps: { 0: { note: 48 }, 4: { note: 55, chance: 75 }, 8: { note: 51, volume: 0.6 } } }),
  ];
}
