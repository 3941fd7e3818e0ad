import {
  CABLE,
  CABLE_BYTES,
  EVENT,
  EVENT_WORDS,
  MAX_QUADS,
  MAX_VOICES,
  MEMORY_FREE,
  OP,
  PARAMETER,
  PARAMETER_BYTES,
  QUAD_BYTES,
  RECORD,
  RECORD_WORDS,
} from "#audio/contract/kernel-abi.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { amplifier } from "#modules/audio/amplifier.ts";
import { filter } from "#modules/audio/filter.ts";
import { mixer } from "#modules/audio/mixer.ts";
import { oscillator } from "#modules/audio/oscillator.ts";
import { envelope } from "#modules/control/envelope.ts";
import { audioOutput } from "#modules/io/audio-output.ts";

/** A patch in the kernels' memory, ready to run in any page. */
export interface PatchImage {
  /** Content of the memory from `base` on. */
  readonly words: readonly number[];
  readonly base: number;
  readonly schedule: number;
  readonly records: number;
  /** Addresses of event lists; each holds a note for 16 voices, its count 0. */
  readonly eventLists: readonly number[];
}

interface Cable {
  readonly address: number;
  readonly quads: number;
  readonly format: number;
}

const STEREO = 1;
const VOICES = 2;

/** Writes records and what they point to, with addresses handed out one after another. */
class ImageWriter {
  readonly memory = new ArrayBuffer(1024 * 1024);
  readonly words = new Int32Array(this.memory);
  readonly floats = new Float32Array(this.memory);
  readonly records: number[][] = [];
  top = MEMORY_FREE;

  allocate(bytes: number): number {
    const address = this.top;
    this.top = (address + bytes + 63) & ~63;
    return address;
  }

  cable(format: number, quads: number): Cable {
    return { address: this.allocate(quads * QUAD_BYTES), quads, format };
  }

  list(values: readonly number[]): number {
    const address = this.allocate(values.length * 4);
    this.words.set(values, address / 4);
    return address;
  }

  record(fields: Partial<Record<keyof typeof RECORD, number>>): void {
    const words = Array.from({ length: RECORD_WORDS }, () => 0);
    for (const [key, place] of Object.entries(RECORD)) words[place] = fields[key as keyof typeof RECORD] ?? 0;
    this.records.push(words);
  }

  inputs(cables: readonly (Cable | undefined)[]): number {
    return this.list(cables.flatMap((cable) => (cable ? [cable.address, cable.quads, cable.format] : [0, 0, 0])));
  }

  ramps(gains: readonly number[]): number {
    const address = this.allocate(gains.length * CABLE_BYTES);
    gains.forEach((gain, i) => {
      const at = address + i * CABLE_BYTES;
      this.floats[(at + CABLE.gain) / 4] = gain;
      this.floats[(at + CABLE.gainTarget) / 4] = gain;
      this.floats[(at + CABLE.amount) / 4] = 1;
    });
    return address;
  }

  kernel(
    definition: ModuleDefinition,
    inputs: readonly (Cable | undefined)[],
    out: Cable,
    values: Readonly<Record<string, number>>,
    events = 0,
  ): Cable {
    const { audio } = definition;
    const slots = this.allocate(Object.keys(definition.parameters).length * PARAMETER_BYTES);
    Object.entries(definition.parameters).forEach(([key, parameter], place) => {
      const value = values[key] ?? parameter.default;
      this.floats[(slots + place * PARAMETER_BYTES + PARAMETER.start) / 4] = value;
      this.floats[(slots + place * PARAMETER_BYTES + PARAMETER.end) / 4] = value;
    });
    this.record({
      op: kernelOp(audio?.kernel ?? "") ?? 0,
      quads: out.quads,
      format: out.format,
      inputs: this.inputs(inputs),
      outputs: this.list([out.address]),
      state: this.allocate((audio?.stateBytes ?? 0) + (audio?.stateBytesPerQuad ?? 0) * out.quads),
      parameters: slots,
      events,
      aux2: events === 0 ? 0 : 1,
    });
    return out;
  }

  events(firstNote: number): number {
    const address = this.allocate(4 + MAX_VOICES * EVENT_WORDS * 4);
    for (let voice = 0; voice < MAX_VOICES; voice++) {
      const at = address / 4 + 1 + voice * EVENT_WORDS;
      this.words[at + EVENT.voice] = voice;
      this.floats[at + EVENT.note] = firstNote + voice * 0.37;
      this.floats[at + EVENT.velocity] = 1;
    }
    return address;
  }
}

/** Four groups of 16 voices: two saws, their half sum, lowpass, ADSR, amplifier, pan. */
export function voicesPatch(): PatchImage {
  const writer = new ImageWriter();
  const voices = () => writer.cable(VOICES, MAX_QUADS);
  const eventLists: number[] = [];
  const heard: Cable[] = [];
  for (let group = 0; group < 4; group++) {
    const notes = writer.events(36 + group * 7);
    eventLists.push(notes);
    const saw = { wave: 2, gate: 0 };
    const first = writer.kernel(oscillator, [], voices(), { ...saw, detune: -5 }, notes);
    const second = writer.kernel(oscillator, [], voices(), { ...saw, detune: 5 }, notes);
    const sum = voices();
    writer.record({
      op: OP.mix,
      quads: MAX_QUADS,
      format: VOICES,
      inputs: writer.inputs([first, second]),
      outputs: writer.list([sum.address]),
      aux0: writer.ramps([0.5, 0.5]),
      aux1: 2,
    });
    const filtered = writer.kernel(filter, [sum], voices(), { cutoff: 900 + group * 400, resonance: 0.6 });
    const level = writer.kernel(
      envelope,
      [],
      voices(),
      { attack: 0.01, decay: 0.1, sustain: 0.5, release: 0.2 },
      notes,
    );
    const shaped = writer.kernel(amplifier, [filtered, level], voices(), { gain: -24 });
    const channels = [shaped, ...Array.from({ length: 7 }, () => undefined)];
    const panned = writer.kernel(mixer, channels, writer.cable(STEREO, 1), { pan1: -0.75 + group * 0.5 });
    heard.push(writer.kernel(audioOutput, [panned], writer.cable(STEREO, 1), {}));
  }
  writer.record({
    op: OP.master,
    quads: 1,
    format: STEREO,
    inputs: writer.inputs(heard),
    aux0: writer.ramps(heard.map(() => 1)),
    aux1: heard.length,
  });
  const schedule = writer.list(writer.records.flat());
  return {
    words: [...writer.words.slice(MEMORY_FREE / 4, writer.top / 4)],
    base: MEMORY_FREE,
    schedule,
    records: writer.records.length,
    eventLists,
  };
}
