import {
  audio,
  control,
  createRegistry,
  defineModule,
  events,
  type ModuleDefinition,
  type ModuleKind,
  type Registry,
  video,
} from "#engine/module-definition.ts";
import { choice, number, type Parameter, toggle } from "#engine/parameter.ts";
import { scriptContentProblem, scriptPorts } from "#engine/script-content.ts";

type Ports = ModuleDefinition["inputs"];

interface Sample {
  readonly type: string;
  readonly kind: ModuleKind;
  readonly title: string;
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly inputs?: Ports;
  readonly outputs?: Ports;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly more?: Partial<ModuleDefinition>;
}

function sample({ inputs = {}, outputs = {}, parameters = {}, more = {}, ...rest }: Sample): ModuleDefinition {
  const example = { modules: {}, connections: [] };
  return defineModule({ version: 1, help: rest.summary, inputs, outputs, parameters, example, ...rest, ...more });
}

export const SCRIPT_OUTPUTS = ["spin", "hue"].map((key) => ({ key, label: key, min: -1, max: 1, default: 0 }));
const PASS = { video: { kind: "pass", fragment: "vec4 effect(vec2 uv) { return vec4(uv, 0.0, 1.0); }" } } as const;

const level = number({ label: "Level", unit: "dB", min: -60, max: 12, default: -3, summary: "How loud." });
const share = (label: string, value = 0.5): Parameter =>
  number({ label, unit: "ratio", min: 0, max: 1, default: value, summary: `${label} of the effect.` });

/** A dozen modules of every kind and shape a canvas meets: for its tests, stories and benchmark. They make no sound. */
export const SAMPLE_DEFINITIONS: readonly ModuleDefinition[] = [
  sample({
    type: "sequencer.tracker",
    kind: "sequencer",
    title: "Tracker",
    summary: "Plays a pattern of notes.",
    aliases: ["steps", "drum machine"],
    outputs: { notes: events("Notes") },
    more: { sequencer: "tracker" },
  }),
  sample({
    type: "audio.sampler",
    kind: "audio",
    title: "Sampler",
    summary: "Plays sound and picture of a clip.",
    inputs: { notes: events("Notes") },
    outputs: { audio: audio("Sound"), video: video("Picture") },
    parameters: {
      speed: number({ label: "Speed", unit: "ratio", min: -10, max: 10, default: 1, summary: "How fast it plays." }),
      volume: level,
      loop: toggle({ label: "Loop", summary: "Begins again at the end." }),
    },
  }),
  sample({
    type: "audio.oscillator",
    kind: "audio",
    title: "Oscillator",
    summary: "A band-limited tone.",
    aliases: ["synth", "vco"],
    inputs: { notes: events("Notes") },
    outputs: { audio: audio("Sound") },
    parameters: {
      shape: choice({
        label: "Shape",
        options: { sine: "Sine", triangle: "Triangle", saw: "Saw", square: "Square", noise: "Noise" },
        default: "saw",
        summary: "Its wave.",
      }),
      detune: number({ label: "Detune", unit: "cents", min: -100, max: 100, default: 7, summary: "Away from pitch." }),
    },
  }),
  sample({
    type: "audio.filter",
    kind: "audio",
    title: "Filter",
    summary: "Resonant two-pole filter.",
    aliases: ["lowpass", "wah"],
    inputs: { audio: audio("Sound") },
    outputs: { audio: audio("Sound") },
    parameters: {
      cutoff: number({
        label: "Cutoff",
        unit: "Hz",
        min: 20,
        max: 20_000,
        default: 1_000,
        curve: "exponential",
        summary: "Where it begins to take away.",
      }),
      resonance: share("Resonance", 0.34),
    },
  }),
  sample({
    type: "audio.mixer",
    kind: "audio",
    title: "Mixer",
    summary: "Adds sounds together.",
    inputs: {
      in1: audio("1", { spare: true }),
      in2: audio("2", { spare: true }),
      in3: audio("3", { spare: true }),
      in4: audio("4", { spare: true }),
    },
    outputs: { audio: audio("Mix") },
    parameters: { level1: { ...level, label: "1" }, level2: { ...level, label: "2" } },
  }),
  sample({
    type: "io.sound-output",
    kind: "io",
    title: "Sound output",
    summary: "What is heard.",
    inputs: { audio: audio("Sound") },
    parameters: { level },
  }),
  sample({
    type: "control.lfo",
    kind: "control",
    title: "LFO",
    summary: "Moves a parameter back and forth.",
    aliases: ["wobble", "modulator"],
    outputs: { value: control("Value") },
    parameters: {
      rate: number({
        label: "Rate",
        unit: "Hz",
        min: 0.01,
        max: 20,
        default: 0.5,
        curve: "exponential",
        summary: "Turns a second.",
      }),
    },
  }),
  sample({
    type: "control.analyser",
    kind: "control",
    title: "Analyser",
    summary: "Turns loudness into control.",
    aliases: ["follower"],
    inputs: { audio: audio("Sound") },
    outputs: { level: control("Level"), bass: control("Bass") },
  }),
  sample({
    type: "script.lua",
    kind: "script",
    title: "Lua",
    summary: "Runs a Lua script in the patch.",
    more: {
      script: { language: "lua" },
      content: {
        default: { source: "", inputs: [], outputs: SCRIPT_OUTPUTS },
        problem: scriptContentProblem,
        ports: scriptPorts,
      },
    },
  }),
  sample({
    type: "video.clip",
    kind: "video",
    title: "Clip",
    summary: "Plays a video file.",
    outputs: { video: video("Picture") },
    parameters: { speed: share("Speed") },
    more: PASS,
  }),
  sample({
    type: "video.kaleidoscope",
    kind: "video",
    title: "Kaleidoscope",
    summary: "Mirrors the picture around its middle.",
    aliases: ["mirror"],
    inputs: { video: video("Picture") },
    outputs: { video: video("Picture") },
    parameters: { rotation: share("Rotation"), zoom: share("Zoom") },
    more: { ...PASS, face: ["rotation"] },
  }),
  sample({
    type: "video.feedback",
    kind: "video",
    title: "Feedback",
    summary: "Mixes the picture with its own past.",
    inputs: { video: video("Picture") },
    outputs: { video: video("Picture") },
    parameters: { amount: share("Amount", 0.9) },
    more: PASS,
  }),
  sample({
    type: "io.picture-output",
    kind: "io",
    title: "Picture output",
    summary: "What is seen.",
    inputs: { video: video("Picture") },
    more: { video: { kind: "output" } },
  }),
];

export const sampleRegistry: Registry = createRegistry(SAMPLE_DEFINITIONS);
