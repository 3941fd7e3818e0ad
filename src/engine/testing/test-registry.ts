import {
  audio,
  control,
  createRegistry,
  defineModule,
  events,
  type ModuleDefinition,
  video,
} from "#engine/module-definition.ts";
import { choice, number, toggle } from "#engine/parameter.ts";
import { scriptContentProblem, scriptPorts } from "#engine/script-content.ts";

const words = (title: string) => ({ version: 1, title, summary: `${title}.`, help: `${title}.` });
const example = { modules: {}, connections: [] };

export const tone = defineModule({
  ...words("Tone"),
  type: "audio.tone",
  kind: "audio",
  inputs: { sound: audio("Sound") },
  outputs: { sound: audio("Sound") },
  parameters: {
    level: number({ label: "Level", unit: "ratio", min: 0, max: 1, default: 0.5, summary: "How loud." }),
    pitch: number({
      label: "Pitch",
      unit: "Hz",
      min: 20,
      max: 20_000,
      default: 440,
      curve: "exponential",
      summary: "How high.",
    }),
    shape: choice({ label: "Shape", options: { sine: "Sine", saw: "Saw" }, default: "sine", summary: "How bright." }),
    muted: toggle({ label: "Muted", default: false, summary: "Silent." }),
  },
  example: {
    modules: {
      one: { type: "audio.tone", parameters: { level: 1 } },
      two: { type: "audio.tone" },
      lfo: { type: "control.lfo" },
    },
    connections: ["one.sound -> two.sound", "lfo.value -> two.level", "two.sound -> one.sound"],
  },
});

export const lfo = defineModule({
  ...words("Slow wave"),
  type: "control.lfo",
  kind: "control",
  inputs: {},
  outputs: { value: control("Value") },
  parameters: {
    rate: number({ label: "Rate", unit: "Hz", min: 0.1, max: 10, default: 1, summary: "How fast." }),
  },
  example,
});

export const tracker = defineModule({
  ...words("Tracker"),
  type: "sequencer.tracker",
  kind: "sequencer",
  inputs: { trigger: events("Trigger") },
  outputs: { notes: events("Notes") },
  parameters: {},
  sequencer: "tracker",
  example,
});

export const player = defineModule({
  ...words("Player"),
  type: "audio.player",
  kind: "audio",
  inputs: { notes: events("Notes") },
  outputs: { sound: audio("Sound"), picture: video("Picture"), ended: events("Ended") },
  parameters: {},
  content: {
    default: { asset: null, clip: null },
    problem: (content) => {
      const { asset = null, clip = null } = content as { asset?: unknown; clip?: unknown };
      const isId = (value: unknown) => value === null || Number.isInteger(value);
      return isId(asset) && isId(clip) ? undefined : "asset and clip are ids or null.";
    },
  },
  example,
});

export const mix = defineModule({
  ...words("Mix"),
  type: "video.mix",
  kind: "video",
  inputs: { first: video("First"), second: video("Second") },
  outputs: { picture: video("Picture") },
  parameters: {
    amount: number({
      label: "Amount",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.5,
      summary: "How much of the second.",
    }),
  },
  example,
});

export const echo = defineModule({
  ...words("Echo"),
  type: "video.echo",
  kind: "video",
  inputs: { picture: video("Picture") },
  outputs: { picture: video("Picture") },
  parameters: {},
  video: { kind: "feedback", fragment: "vec4 effect(vec2 uv) { return texture(uPrevious, uv); }" },
  example,
});

export const script = defineModule({
  ...words("Script"),
  type: "script.test",
  kind: "script",
  inputs: {},
  outputs: {},
  parameters: {},
  content: { default: { source: "", inputs: [], outputs: [] }, problem: scriptContentProblem, ports: scriptPorts },
  example,
});

const DEFINITIONS: readonly ModuleDefinition[] = [tone, lfo, tracker, player, mix, echo, script];

/** A few modules of every kind the engine treats differently. */
export const testRegistry = createRegistry(DEFINITIONS);

/** A script's content with control ports of these keys. */
export function scriptWith(inputs: readonly string[], outputs: readonly string[]) {
  const port = (key: string) => ({ key, label: key, min: 0, max: 1, default: 0 });
  return { source: "return", inputs: inputs.map(port), outputs: outputs.map(port) };
}
