import { MAX_VOICES, OUTPUT_KERNEL } from "#audio/contract/kernel-abi.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import { inputsOf, type Module, outputsOf } from "#engine/patch.ts";

/** Answers the op of a kernel, or undefined when this build has no such kernel. */
export type KernelOps = (kernel: string) => number | undefined;

/** What the compiler needs to know of a definition, worked out once. */
export interface DefinitionInfo {
  readonly definition: ModuleDefinition;
  /** The kernel's op; undefined for modules that make no sound or control themselves. */
  readonly op: number | undefined;
  /** Keys of audio and control inputs, in the order the kernel gets them, and their places. */
  readonly inputs: readonly string[];
  readonly inputPlaces: ReadonlyMap<string, number>;
  /** Keys of audio and control outputs. */
  readonly outputs: readonly string[];
  readonly outputPlaces: ReadonlyMap<string, number>;
  readonly outputIsControl: readonly boolean[];
  /** Place of the first audio input and output, −1 without. */
  readonly audioInput: number;
  readonly audioOutput: number;
  readonly takesEvents: boolean;
  readonly parameters: readonly Parameter[];
  readonly parameterKeys: readonly string[];
  readonly parameterPlaces: ReadonlyMap<string, number>;
  /** Place of the `voices` parameter, −1 without. */
  readonly voices: number;
  /** It is heard: its sound goes to the master. */
  readonly heard: boolean;
}

/** Keeps what was worked out for definitions, and for the content of those whose ports follow from it. */
export class DefinitionInfos {
  readonly #ops: KernelOps;
  readonly #infos = new WeakMap<object, DefinitionInfo>();

  constructor(ops: KernelOps) {
    this.#ops = ops;
  }

  of(definition: ModuleDefinition, module: Module): DefinitionInfo {
    const key = definition.content?.ports ? (module.content ?? definition) : definition;
    let info = this.#infos.get(key);
    if (info?.definition !== definition) {
      info = infoOf(definition, module, this.#ops);
      this.#infos.set(key, info);
    }
    return info;
  }
}

const places = (keys: readonly string[]) => new Map(keys.map((key, place) => [key, place]));

function infoOf(definition: ModuleDefinition, module: Module, ops: KernelOps): DefinitionInfo {
  const carried = (signal: string) => signal === "audio" || signal === "control";
  const inputs = Object.entries(inputsOf(definition, module));
  const outputs = Object.entries(outputsOf(definition, module)).filter(([, port]) => carried(port.signal));
  const carriedInputs = inputs.filter(([, port]) => carried(port.signal));
  const parameterKeys = Object.keys(definition.parameters);
  const kernel = definition.audio?.kernel;
  return {
    definition,
    op: kernel === undefined ? undefined : ops(kernel),
    inputs: carriedInputs.map(([key]) => key),
    inputPlaces: places(carriedInputs.map(([key]) => key)),
    outputs: outputs.map(([key]) => key),
    outputPlaces: places(outputs.map(([key]) => key)),
    outputIsControl: outputs.map(([, port]) => port.signal === "control"),
    audioInput: carriedInputs.findIndex(([, port]) => port.signal === "audio"),
    audioOutput: outputs.findIndex(([, port]) => port.signal === "audio"),
    takesEvents: inputs.some(([, port]) => port.signal === "event"),
    parameters: Object.values(definition.parameters),
    parameterKeys,
    parameterPlaces: places(parameterKeys),
    voices: parameterKeys.indexOf("voices"),
    heard: kernel === OUTPUT_KERNEL,
  };
}

/** Voices of a module: its `voices` parameter, or as many as there can be. */
export function voicesOf(info: DefinitionInfo, values: readonly number[]): number {
  if (info.voices < 0) return MAX_VOICES;
  const value = values[info.voices] ?? info.parameters[info.voices]?.default ?? MAX_VOICES;
  return Math.min(MAX_VOICES, Math.max(1, Math.round(value)));
}
