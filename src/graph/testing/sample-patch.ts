import { COMMANDS, type Command } from "#engine/command.ts";
import type { Endpoint, ModuleId } from "#engine/patch.ts";

interface SampleModule {
  readonly name: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
}

const MODULES: readonly SampleModule[] = [
  { name: "beat", type: "sequencer.tracker", x: 16, y: 32 },
  { name: "drums", type: "audio.sampler", x: 272, y: 16 },
  { name: "slow", type: "control.lfo", x: 16, y: 192 },
  { name: "bass", type: "audio.oscillator", x: 272, y: 192 },
  { name: "warm", type: "audio.filter", x: 496, y: 176 },
  { name: "ear", type: "control.analyser", x: 496, y: 32 },
  { name: "desk", type: "audio.mixer", x: 720, y: 80 },
  { name: "speakers", type: "io.sound-output", x: 944, y: 80 },
  { name: "drift", type: "script.lua", x: 16, y: 352 },
  { name: "tunnel", type: "video.clip", x: 272, y: 352 },
  { name: "mirror", type: "video.kaleidoscope", x: 496, y: 352 },
  { name: "trail", type: "video.feedback", x: 720, y: 352 },
  { name: "screen", type: "io.picture-output", x: 944, y: 352 },
];

const CABLES: readonly string[] = [
  "beat.notes drums.notes",
  "beat.notes bass.notes",
  "drums.audio desk.in1",
  "drums.audio ear.audio",
  "bass.audio warm.audio",
  "slow.value warm.cutoff",
  "warm.audio desk.in2",
  "desk.audio speakers.audio",
  "drift.spin mirror.rotation",
  "tunnel.video mirror.video",
  "mirror.video trail.video",
  "ear.bass trail.amount",
  "trail.video screen.video",
];

/** Commands that build the patch of the first-screen sketch in an empty patch. */
export function samplePatch(): readonly Command[] {
  const ids = new Map(MODULES.map(({ name }, index) => [name, index + 1]));
  const adding = MODULES.map(({ name, type, x, y }, index) =>
    COMMANDS.addModule({ type, name, id: index + 1, position: { x, y } }),
  );
  const cabling = CABLES.map((text) => {
    const [from = "", to = ""] = text.split(" ");
    return COMMANDS.connect({ from: endpoint(ids, from), to: endpoint(ids, to) });
  });
  return [...adding, ...cabling];
}

/** The id {@link samplePatch} gives a module. */
export function sampleId(name: string): ModuleId {
  return MODULES.findIndex((module) => module.name === name) + 1;
}

function endpoint(ids: ReadonlyMap<string, ModuleId>, path: string): Endpoint {
  const [name = "", port = ""] = path.split(".");
  return { module: ids.get(name) ?? 0, port };
}
