import {
  BLOCK,
  CABLE,
  CABLE_BYTES,
  EVENT,
  EVENT_KIND,
  EVENT_WORDS,
  HEAD,
  type KernelExports,
  LANES,
  MASTER_LEFT,
  MASTER_RIGHT,
  OP,
  PARAMETER,
  PARAMETER_BYTES,
  RECORD,
  RECORD_BYTES,
} from "#audio/contract/kernel-abi.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import { audio, control, defineModule, events, type ModuleDefinition } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

/** Slow kernels in TypeScript that follow the contract to the letter, so the host is tested against it and not against one build of it. */
export const REFERENCE_OPS: Readonly<Record<string, number>> = {
  output: 64,
  click: 65,
  ramp: 66,
  gain: 67,
  hold: 68,
  nan: 69,
  sum: 70,
};

const example = { modules: {}, connections: [] };
const common = { version: 1, kind: "audio", summary: "For tests.", help: "For tests.", example } as const;
const level = number({ label: "Level", unit: "ratio", min: 0, max: 4, default: 1, summary: "Gain." });
const voices = number({ label: "Voices", unit: "count", min: 1, max: 16, default: 4, step: 1, summary: "Voices." });

export const REFERENCE_MODULES: readonly ModuleDefinition[] = [
  defineModule({
    ...common,
    type: "t.output",
    title: "Output",
    inputs: { audio: audio("Audio") },
    outputs: {},
    parameters: {},
    audio: { kernel: "output", stateBytes: 0 },
  }),
  /** One sample of velocity at each note-on, −velocity never; a note-off gives −0.5. */
  defineModule({
    ...common,
    type: "t.click",
    title: "Click",
    inputs: { notes: events("Notes") },
    outputs: { audio: audio("Audio") },
    parameters: { voices },
    audio: { kernel: "click", stateBytes: 0, channels: "voices" },
  }),
  /** Counts frames: value = frames run ÷ 1 000 000. */
  defineModule({
    ...common,
    type: "t.ramp",
    title: "Ramp",
    inputs: {},
    outputs: { audio: audio("Audio"), value: control("Value") },
    parameters: { level },
    audio: { kernel: "ramp", stateBytes: 16, channels: "mono" },
  }),
  defineModule({
    ...common,
    type: "t.gain",
    title: "Gain",
    inputs: { audio: audio("Audio") },
    outputs: { audio: audio("Audio") },
    parameters: { level },
    bypass: { audio: "audio" },
    audio: { kernel: "gain", stateBytes: 0 },
  }),
  /** Makes the value of its parameter. */
  defineModule({
    ...common,
    type: "t.hold",
    title: "Hold",
    inputs: {},
    outputs: { audio: audio("Audio"), value: control("Value") },
    parameters: { level },
    audio: { kernel: "hold", stateBytes: 0, channels: "mono" },
  }),
  /** Not a number from the second on. */
  defineModule({
    ...common,
    type: "t.nan",
    title: "NaN",
    inputs: {},
    outputs: { audio: audio("Audio") },
    parameters: {},
    audio: { kernel: "nan", stateBytes: 16, channels: "mono" },
  }),
  /** The sum of two inputs. */
  defineModule({
    ...common,
    type: "t.sum",
    title: "Sum",
    inputs: { a: audio("A"), b: audio("B") },
    outputs: { audio: audio("Audio") },
    parameters: {},
    audio: { kernel: "sum", stateBytes: 0 },
  }),
];

export class ReferenceKernels implements KernelExports {
  readonly #v: MemoryViews;

  constructor(memory: { readonly buffer: ArrayBufferLike }) {
    this.#v = new MemoryViews(memory.buffer);
  }

  run(schedule: number, count: number): void {
    for (let i = 0; i < count; i++) this.#record(schedule + i * RECORD_BYTES);
  }

  #word(record: number, word: number): number {
    return this.#v.int(record + word * 4);
  }

  /** A lane of an input at a frame; inputs without a cable are 0. Stereo into voices and the like spread by lane. */
  #in(record: number, input: number, quad: number, frame: number, lane: number): number {
    const at = this.#word(record, RECORD.inputs) + input * 12;
    const pointer = this.#v.int(at);
    if (pointer === 0) return 0;
    const quads = this.#v.int(at + 4);
    const value = this.#v.float(pointer + ((Math.min(quad, quads - 1) * BLOCK + frame) * LANES + lane) * 4);
    if (Number.isFinite(value)) return value;
    this.#v.setInt(HEAD.nonFinite, this.#v.int(HEAD.nonFinite) + 1);
    return 0;
  }

  #out(record: number, output: number, quad: number, frame: number, lane: number, value: number): void {
    const pointer = this.#v.int(this.#word(record, RECORD.outputs) + output * 4);
    this.#v.setFloat(pointer + ((quad * BLOCK + frame) * LANES + lane) * 4, value);
  }

  #parameter(record: number, place: number, frame: number): number {
    const slot = this.#word(record, RECORD.parameters) + place * PARAMETER_BYTES;
    const buffer = this.#v.int(slot + PARAMETER.buffer);
    if (buffer !== 0) return this.#v.float(buffer + frame * LANES * 4);
    const start = this.#v.float(slot + PARAMETER.start);
    return start + ((this.#v.float(slot + PARAMETER.end) - start) * frame) / (BLOCK - 1);
  }

  #fill(record: number, outputs: number, value: (frame: number, quad: number, lane: number) => number): void {
    for (let output = 0; output < outputs; output++)
      for (let quad = 0; quad < this.#word(record, RECORD.quads); quad++)
        for (let frame = 0; frame < BLOCK; frame++)
          for (let lane = 0; lane < LANES; lane++)
            this.#out(record, output, quad, frame, lane, value(frame, quad, lane));
  }

  #record(record: number): void {
    const v = this.#v;
    const op = this.#word(record, RECORD.op);
    const state = this.#word(record, RECORD.state);
    if (op === OP.mix || op === OP.modulate) this.#mix(record, op === OP.modulate);
    else if (op === OP.tap) v.setFloat(this.#word(record, RECORD.telemetry), this.#in(record, 0, 0, BLOCK - 1, 0));
    else if (op === OP.meter) this.#meter(record);
    else if (op === OP.lane) this.#fill(record, 1, (frame) => this.#parameter(record, 0, frame));
    else if (op === OP.silence) this.#fill(record, 1, () => 0);
    else if (op === OP.master) this.#master(record);
    else if (op === OP.phase) {
      const ticks = this.#word(record, RECORD.aux0);
      this.#fill(record, 1, (frame) => ((v.double(HEAD.tick) + frame * v.double(HEAD.ticksPerFrame)) / ticks) % 1);
    } else if (op === REFERENCE_OPS.output || op === REFERENCE_OPS.sum)
      this.#fill(record, 1, (f, q, l) => this.#in(record, 0, q, f, l) + (op === 70 ? this.#in(record, 1, q, f, l) : 0));
    else if (op === REFERENCE_OPS.gain)
      this.#fill(record, 1, (f, q, l) => this.#in(record, 0, q, f, l) * this.#parameter(record, 0, f));
    else if (op === REFERENCE_OPS.hold) this.#fill(record, 2, (frame) => this.#parameter(record, 0, frame));
    else if (op === REFERENCE_OPS.ramp) {
      const from = v.int(state);
      this.#fill(record, 2, (frame) => ((from + frame) / 1e6) * this.#parameter(record, 0, frame));
      v.setInt(state, from + BLOCK);
    } else if (op === REFERENCE_OPS.nan) {
      const from = v.int(state);
      this.#fill(record, 1, (frame) => (from + frame >= 48_000 ? Number.NaN : 0.25));
      v.setInt(state, from + BLOCK);
    } else if (op === REFERENCE_OPS.click) this.#click(record);
    else throw new Error(`No reference for op ${op}`);
  }

  #gains(record: number): ((frame: number) => number)[] {
    const v = this.#v;
    return Array.from({ length: this.#word(record, RECORD.aux1) }, (_, place) => {
      const ramp = this.#word(record, RECORD.aux0) + place * CABLE_BYTES;
      const from = v.float(ramp + CABLE.gain);
      const step = Math.max(-1, Math.min(1, (v.float(ramp + CABLE.gainTarget) - from) / (BLOCK / 240))) * (BLOCK / 240);
      v.setFloat(ramp + CABLE.gain, Math.abs(step) < BLOCK / 240 ? v.float(ramp + CABLE.gainTarget) : from + step);
      return (frame: number) => (from + (step * frame) / BLOCK) * v.float(ramp + CABLE.amount);
    });
  }

  #mix(record: number, modulates: boolean): void {
    const v = this.#v;
    const gains = this.#gains(record);
    const slot = this.#word(record, RECORD.parameters);
    const { aux0 } = RECORD;
    const offset = (place: number) => v.float(this.#word(record, aux0) + place * CABLE_BYTES + CABLE.offset);
    this.#fill(record, 1, (frame, quad, lane) => {
      let sum = 0;
      gains.forEach((gain, place) => {
        sum += (this.#in(record, place, quad, frame, lane) + (modulates ? offset(place) : 0)) * gain(frame);
      });
      if (!modulates) return this.#word(record, RECORD.aux2) === 1 ? Math.max(-16, Math.min(16, sum)) : sum;
      const min = v.float(slot + PARAMETER.min);
      const max = v.float(slot + PARAMETER.max);
      return Math.max(min, Math.min(max, v.float(slot + PARAMETER.end) + sum * (max - min)));
    });
  }

  #meter(record: number): void {
    const address = this.#word(record, RECORD.telemetry);
    let peak = this.#v.float(address) * 0.98;
    for (let frame = 0; frame < BLOCK; frame++) peak = Math.max(peak, Math.abs(this.#in(record, 0, 0, frame, 0)));
    this.#v.setFloat(address, peak);
  }

  #master(record: number): void {
    const gains = this.#gains(record);
    for (let frame = 0; frame < BLOCK; frame++) {
      const sum = (lane: number) =>
        gains.reduce((total, gain, place) => total + this.#in(record, place, 0, frame, lane) * gain(frame), 0);
      this.#v.setFloat(MASTER_LEFT + frame * 4, sum(0));
      this.#v.setFloat(MASTER_RIGHT + frame * 4, sum(1));
    }
  }

  #click(record: number): void {
    const v = this.#v;
    this.#fill(record, 1, () => 0);
    const list = this.#word(record, RECORD.events);
    for (let i = 0; i < v.int(list); i++) {
      const event = list + 4 + i * EVENT_WORDS * 4;
      const voice = v.int(event + EVENT.voice * 4);
      const value = v.int(event + EVENT.kind * 4) === EVENT_KIND.noteOn ? v.float(event + EVENT.velocity * 4) : -0.5;
      this.#out(record, 0, voice >> 2, v.int(event + EVENT.frame * 4), voice & 3, value);
    }
  }
}
