import {
  OP_AMPLIFIER, OP_ANALYSER, OP_DELAY, OP_ENVELOPE, OP_FILTER, OP_LANE, OP_LFO, OP_MASTER, OP_METER, OP_MIX, OP_MIXER, OP_MODULATE, OP_NOISE,
  OP_OSCILLATOR, OP_OUTPUT, OP_PHASE, OP_SAMPLER, OP_SCOPE, OP_SILENCE, OP_TAP, RECORD_BYTES,
} from "./abi";
import { amplifier } from "./amplifier";
import { analyser } from "./analyser";
import { delay } from "./delay";
import { envelope } from "./envelope";
import { filter } from "./filter";
import { lfo } from "./lfo";
import { master } from "./master";
import { mix } from "./mix";
import { mixer } from "./mixer";
import { modulate } from "./modulate";
import { noise } from "./noise";
import { oscillator } from "./oscillator";
import { output } from "./output";
import { lane, meter, phase, silence, tap } from "./readings";
import { sampler } from "./sampler";
import { scope } from "./scope";

/** Runs `count` records of a schedule, in order. An op it doesn't know does nothing. */
export function run(schedule: i32, count: i32): void {
  let record = <usize>schedule;
  const end = record + <usize>count * RECORD_BYTES;
  while (record < end) {
    switch (load<i32>(record)) {
      case OP_MIX: mix(record); break;
      case OP_MODULATE: modulate(record); break;
      case OP_TAP: tap(record); break;
      case OP_LANE: lane(record); break;
      case OP_SILENCE: silence(record); break;
      case OP_MASTER: master(record); break;
      case OP_METER: meter(record); break;
      case OP_PHASE: phase(record); break;
      case OP_OSCILLATOR: oscillator(record); break;
      case OP_NOISE: noise(record); break;
      case OP_FILTER: filter(record); break;
      case OP_ENVELOPE: envelope(record); break;
      case OP_AMPLIFIER: amplifier(record); break;
      case OP_DELAY: delay(record); break;
      case OP_LFO: lfo(record); break;
      case OP_MIXER: mixer(record); break;
      case OP_ANALYSER: analyser(record); break;
      case OP_SAMPLER: sampler(record); break;
      case OP_OUTPUT: output(record); break;
      case OP_SCOPE: scope(record); break;
    }
    record += RECORD_BYTES;
  }
}
