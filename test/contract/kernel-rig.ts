import {
  BLOCK,
  type CableFormat,
  EVENT,
  EVENT_WORDS,
  FORMAT_CODE,
  type KernelExports,
  LANES,
  MEMORY_FREE,
  PARAMETER,
  PARAMETER_BYTES,
  QUAD_BYTES,
  RECORD,
  RECORD_WORDS,
  SAMPLE,
  SAMPLE_HEADER_BYTES,
} from "#audio/contract/kernel-abi.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { createKernels } from "#audio/node/kernels.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";

export interface RigEvent {
  /** Counted from the start of the run. */
  readonly frame: number;
  readonly kind: number;
  readonly voice?: number;
  readonly note?: number;
  readonly velocity?: number;
}

interface Cable {
  readonly format: CableFormat;
  readonly quads: number;
}

export interface RigOptions {
  readonly parameters?: Readonly<Record<string, number>>;
  /** Format and quads of each connected input; others stay unconnected. */
  readonly inputs?: Readonly<Record<string, Cable>>;
  readonly voices?: number;
  readonly hasEvents?: boolean;
  readonly seed?: number;
  readonly sample?: { readonly channels: readonly Float32Array[]; readonly rateRatio?: number };
  /** Frames of the delay line, instead of what the definition asks for. */
  readonly lineFrames?: number;
}

/** Value of an input, or of a moved parameter, at a frame of the run and for a lane (counted over all quads). */
export type Source = (frame: number, lane: number) => number;

/** One module's kernel with memory around it, run block by block without a host. */
export class KernelRig {
  readonly floats: Float32Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly record: number;
  readonly quads: number;
  readonly telemetry: number;
  readonly state: number;
  readonly #definition: ModuleDefinition;
  readonly #exports: KernelExports;
  readonly #inputs = new Map<string, { address: number; quads: number }>();
  readonly #outputs: number[] = [];
  readonly #events: number;
  readonly #parameters: number;
  readonly #buffers = new Map<string, number>();
  #top = MEMORY_FREE;
  #frame = 0;

  static async create(definition: ModuleDefinition, options: RigOptions = {}): Promise<KernelRig> {
    const { memory, exports } = await createKernels(256);
    return new KernelRig(definition, options, memory.buffer, exports);
  }

  private constructor(
    definition: ModuleDefinition,
    options: RigOptions,
    memory: ArrayBufferLike,
    exports: KernelExports,
  ) {
    this.#definition = definition;
    this.#exports = exports;
    this.floats = new Float32Array(memory);
    this.words = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
    const { audio } = definition;
    const op = kernelOp(audio?.kernel ?? "");
    if (!audio || op === undefined) throw new Error(`${definition.type} has no kernel`);
    const carried = (signal: string) => signal === "audio" || signal === "control";
    const inputKeys = Object.entries(definition.inputs).filter(([, port]) => carried(port.signal));
    const firstAudio = inputKeys.find(([, port]) => port.signal === "audio")?.[0];
    const source = firstAudio === undefined ? undefined : options.inputs?.[firstAudio];
    const { format, quads } = outputFormat(
      audio.channels ?? (firstAudio === undefined ? "stereo" : "as-input"),
      source,
      options.voices,
    );
    this.quads = quads;
    this.record = this.allocate(RECORD_WORDS * 4);
    const inputs = this.allocate(inputKeys.length * 12);
    inputKeys.forEach(([key], place) => {
      const made = options.inputs?.[key];
      if (!made) return;
      const address = this.allocate(made.quads * QUAD_BYTES);
      this.#inputs.set(key, { address, quads: made.quads });
      this.words.set([address, made.quads, FORMAT_CODE[made.format]], inputs / 4 + place * 3);
    });
    const outputCount = Math.max(1, Object.values(definition.outputs).filter((port) => carried(port.signal)).length);
    const outputs = this.allocate(outputCount * 4);
    for (let i = 0; i < outputCount; i++) {
      const address = this.allocate(this.quads * QUAD_BYTES);
      this.words[outputs / 4 + i] = address;
      this.#outputs.push(address);
    }
    this.state = this.allocate(audio.stateBytes + (audio.stateBytesPerQuad ?? 0) * this.quads);
    this.#parameters = this.allocate(Object.keys(definition.parameters).length * PARAMETER_BYTES);
    this.#events = this.allocate(4 + 64 * EVENT_WORDS * 4);
    this.telemetry = audio.telemetryWords ? this.allocate(audio.telemetryWords * 4) : 0;
    const frames =
      audio.delaySeconds === undefined
        ? 0
        : (options.lineFrames ?? Math.ceil(audio.delaySeconds * SAMPLE_RATE) + LANES);
    const word = (index: number, value: number) => {
      this.words[this.record / 4 + index] = value;
    };
    word(RECORD.op, op);
    word(RECORD.quads, this.quads);
    word(RECORD.inputs, inputs);
    word(RECORD.outputs, outputs);
    word(RECORD.state, this.state);
    word(RECORD.parameters, this.#parameters);
    word(RECORD.events, Object.values(definition.inputs).some((port) => port.signal === "event") ? this.#events : 0);
    word(RECORD.telemetry, this.telemetry);
    word(RECORD.format, FORMAT_CODE[format]);
    word(RECORD.seed, options.seed ?? 1);
    word(RECORD.aux0, frames ? this.allocate(frames * 16 * this.quads) : this.#sample(options.sample));
    word(RECORD.aux1, frames);
    word(RECORD.aux2, options.hasEvents ? 1 : 0);
    for (const [key, parameter] of Object.entries(definition.parameters))
      this.#declare(key, parameter, options.parameters?.[key]);
  }

  #declare(key: string, parameter: Parameter, value = parameter.default): void {
    const at = this.#slot(key);
    const number = parameter.kind === "number" ? parameter : undefined;
    const choices = parameter.kind === "choice" ? parameter.options.length - 1 : 1;
    this.floats[(at + PARAMETER.min) / 4] = number?.min ?? 0;
    this.floats[(at + PARAMETER.max) / 4] = number?.max ?? choices;
    this.words[(at + PARAMETER.curve) / 4] = number ? (number.curve === "exponential" ? 1 : 0) : 2;
    this.set(key, value);
  }

  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = (address + bytes + 63) & ~63;
    return address;
  }

  #slot(key: string): number {
    const place = Object.keys(this.#definition.parameters).indexOf(key);
    if (place < 0) throw new Error(`${this.#definition.type} has no parameter ${key}`);
    return this.#parameters + place * PARAMETER_BYTES;
  }

  /** Puts a parameter to a value at once. */
  set(key: string, value: number): void {
    this.floats[(this.#slot(key) + PARAMETER.start) / 4] = value;
    this.floats[(this.#slot(key) + PARAMETER.end) / 4] = value;
    this.floats[(this.#slot(key) + PARAMETER.target) / 4] = value;
  }

  #sample(sample: RigOptions["sample"]): number {
    const first = sample?.channels[0];
    if (!sample || !first) return 0;
    const header = this.allocate(SAMPLE_HEADER_BYTES);
    const places = sample.channels.map((channel) => {
      const address = this.allocate((channel.length + 8) * 4) + 16;
      this.floats.set(channel, address / 4);
      return address;
    });
    this.words[(header + SAMPLE.frames) / 4] = first.length;
    this.words[(header + SAMPLE.channels) / 4] = places.length;
    this.floats[(header + SAMPLE.rateRatio) / 4] = sample.rateRatio ?? 1;
    this.words[(header + SAMPLE.left) / 4] = places[0] ?? 0;
    this.words[(header + SAMPLE.right) / 4] = places[1] ?? places[0] ?? 0;
    return header;
  }

  /**
   * Runs whole blocks and returns, for each output, its lanes over all frames. `sources` fill inputs and moved parameters;
   * events count their frames from here.
   */
  run(
    blocks: number,
    sources: Readonly<Record<string, Source>> = {},
    events: readonly RigEvent[] = [],
  ): Float32Array[][] {
    const results = this.#outputs.map(() =>
      Array.from({ length: this.quads * LANES }, () => new Float32Array(blocks * BLOCK)),
    );
    for (let block = 0; block < blocks; block++) {
      for (const [key, source] of Object.entries(sources)) this.#fill(key, source);
      this.#list(events.filter(({ frame }) => Math.floor(frame / BLOCK) === block));
      this.#exports.run(this.record, 1);
      results.forEach((lanes, output) => {
        lanes.forEach((lane, index) => {
          this.#copy(lane, index, output, block);
        });
      });
      this.#frame += BLOCK;
    }
    return results;
  }

  #copy(lane: Float32Array, index: number, output: number, block: number): void {
    const from = ((this.#outputs[output] ?? 0) + Math.floor(index / LANES) * QUAD_BYTES) / 4 + (index % LANES);
    for (let i = 0; i < BLOCK; i++) lane[block * BLOCK + i] = this.floats[from + i * LANES] ?? 0;
  }

  #fill(key: string, source: Source): void {
    const input = this.#inputs.get(key) ?? { address: this.#moved(key), quads: this.quads };
    for (let lane = 0; lane < input.quads * LANES; lane++) {
      const from = (input.address + Math.floor(lane / LANES) * QUAD_BYTES) / 4 + (lane % LANES);
      for (let i = 0; i < BLOCK; i++) this.floats[from + i * LANES] = source(this.#frame + i, lane);
    }
  }

  #moved(key: string): number {
    const known = this.#buffers.get(key);
    if (known !== undefined) return known;
    const address = this.allocate(this.quads * QUAD_BYTES);
    this.#buffers.set(key, address);
    this.words[(this.#slot(key) + PARAMETER.buffer) / 4] = address;
    this.words[(this.#slot(key) + PARAMETER.bufferQuads) / 4] = this.quads;
    return address;
  }

  #list(events: readonly RigEvent[]): void {
    this.words[this.#events / 4] = events.length;
    events.forEach((event, index) => {
      const at = this.#events / 4 + 1 + index * EVENT_WORDS;
      this.words[at + EVENT.frame] = event.frame % BLOCK;
      this.words[at + EVENT.kind] = event.kind;
      this.words[at + EVENT.voice] = event.voice ?? 0;
      this.floats[at + EVENT.note] = event.note ?? 60;
      this.floats[at + EVENT.velocity] = event.velocity ?? 1;
    });
  }
}

function outputFormat(channels: CableFormat | "as-input", source: Cable | undefined, voices = 4): Cable {
  if (channels === "as-input") return source ?? { format: "mono", quads: 1 };
  return { format: channels, quads: channels === "voices" ? Math.ceil(voices / LANES) : 1 };
}
