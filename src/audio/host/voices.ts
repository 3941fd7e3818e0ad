import { BLOCK, EVENT, EVENT_KIND, EVENT_WORDS, MAX_EVENTS, MAX_VOICES } from "#audio/contract/kernel-abi.ts";
import {
  ALLOCATOR,
  ALLOCATOR_WORDS,
  HOST,
  IMAGE,
  PATTERN,
  PENDING,
  PENDING_BYTES,
  PENDING_CAPACITY,
  PENDING_LIST,
  SEQUENCER,
  SEQUENCER_KIND,
  SEQUENCER_WORDS,
  VOICE,
  VOICE_BYTES,
} from "#audio/contract/memory-map.ts";
import { TICKS_PER_BEAT } from "#engine/patch.ts";
import { type FlatPattern, type NoteSink, rowAt, trackerEvents } from "#engine/tracker-events.ts";
import type { MemoryViews } from "./memory-views.ts";

/** Notes a transport module plays once a beat: middle C for half a beat. */
const BEAT_NOTE = 60;
const BEAT_LENGTH = TICKS_PER_BEAT / 2;

/** Ticks by which every span is earlier than the block, so that a step due at its first frame is not lost to rounding. */
const ROUNDING = 1e-6;

/** More than any rounding of ticks and steps. */
const NEARLY = 1e-3;

/** Asks the sequencers of a plan for their notes, gives them voices and writes the modules' event lists. Allocates nothing. */
export class Voices implements NoteSink {
  readonly #views: MemoryViews;
  readonly #pattern: FlatPattern;
  #pending = 0;
  #from = 0;
  #to = 0;
  /** Before this tick notes are released. In an array, because a fraction that is handed on may be allocated. */
  readonly #until = new Float64Array(1);
  #ticksPerFrame = 0;
  #source = 0;
  #transpose = 0;
  #gate = 1;
  #volume = 1;

  constructor(views: MemoryViews) {
    this.#views = views;
    this.#pattern = { rows: views.floats, start: 0, steps: 0, stepsPerBeat: 4 };
  }

  /** Empties the event lists of a plan. */
  clearLists(image: number): void {
    const { ints } = this.#views;
    const lists = this.#word(image, IMAGE.eventLists) >> 2;
    const count = this.#word(image, IMAGE.eventListCount);
    for (let i = 0; i < count; i++) ints[(ints[lists + i] as number) >> 2] = 0; // lists the compiler laid out
  }

  /** Tells every sequencer's row: that of the span's first tick, or −1 while nothing plays. */
  publishRows(image: number, span: Float64Array, playing: boolean): void {
    const views = this.#views;
    const tick = span[0] as number; // of two
    const table = this.#word(image, IMAGE.sequencers);
    const count = this.#word(image, IMAGE.sequencerCount);
    for (let i = 0; i < count; i++) {
      const sequencer = table + i * SEQUENCER_WORDS * 4;
      const isTracker = this.#word(sequencer, SEQUENCER.kind) === SEQUENCER_KIND.tracker;
      const row = playing && isTracker && this.#openPattern(sequencer) ? rowAt(tick, this.#pattern) : -1;
      views.setFloat(this.#word(sequencer, SEQUENCER.row), row);
    }
  }

  /** Writes the events of a half-open span of ticks, its two ends, which the block's frames divide evenly. */
  play(image: number, span: Float64Array): void {
    const from = span[0] as number; // of two
    const until = span[1] as number; // of two
    this.#to = until - ROUNDING;
    this.#from = from - ROUNDING;
    this.#ticksPerFrame = (until - from) / BLOCK;
    const groups = this.#word(image, IMAGE.allocators);
    const count = this.#word(image, IMAGE.allocatorCount);
    for (let i = 0; i < count; i++) {
      const group = groups + i * ALLOCATOR_WORDS * 4;
      this.#collect(image, group);
      this.#allocate(group);
    }
  }

  /** Lets go of every note at the block's first frame. */
  releaseAll(image: number): void {
    const groups = this.#word(image, IMAGE.allocators);
    const count = this.#word(image, IMAGE.allocatorCount);
    for (let i = 0; i < count; i++) {
      const group = groups + i * ALLOCATOR_WORDS * 4;
      this.#until[0] = Number.POSITIVE_INFINITY;
      this.#release(group, 0);
    }
  }

  /** Puts an event for each voice into one list: a note-off, or a cut. */
  endVoices(list: number, kind: number): void {
    for (let voice = 0; voice < MAX_VOICES; voice++) this.#append(list, 0, kind, voice, 0, 0);
  }

  /** Forgets every note of a plan and cuts it at the block's first frame. */
  cutAll(image: number): void {
    const views = this.#views;
    const groups = this.#word(image, IMAGE.allocators);
    for (let i = this.#word(image, IMAGE.allocatorCount) - 1; i >= 0; i--) {
      const voices = this.#word(groups + i * ALLOCATOR_WORDS * 4, ALLOCATOR.voices);
      for (let voice = 0; voice < MAX_VOICES; voice++) views.setInt(voices + voice * VOICE_BYTES + VOICE.held, 0);
    }
    const lists = this.#word(image, IMAGE.eventLists);
    for (let i = this.#word(image, IMAGE.eventListCount) - 1; i >= 0; i--)
      this.#append(this.#word(lists, i), 0, EVENT_KIND.allOff, 0, 0, 0);
  }

  /** Takes a note of the sequencer being asked; sorted by frame, in order of arrival within a frame. */
  note(tick: number, note: number, velocity: number, length: number): void {
    if (this.#pending >= PENDING_CAPACITY) return;
    const views = this.#views;
    const frame = Math.min(BLOCK - 1, Math.max(0, Math.floor((tick - this.#from) / this.#ticksPerFrame)));
    let at = this.#pending++;
    while (at > 0 && views.int(PENDING_LIST + (at - 1) * PENDING_BYTES) > frame) {
      const to = PENDING_LIST + at * PENDING_BYTES;
      views.bytes.copyWithin(to, to - PENDING_BYTES, to);
      at--;
    }
    const entry = PENDING_LIST + at * PENDING_BYTES;
    views.setInt(entry + PENDING.frame, frame);
    views.setFloat(entry + PENDING.note, note + this.#transpose);
    views.setFloat(entry + PENDING.velocity, velocity * this.#volume);
    views.setInt(entry + PENDING.source, this.#source);
    views.setDouble(entry + PENDING.offTick, tick + length * this.#gate);
  }

  #word(base: number, word: number): number {
    return this.#views.int(base + word * 4);
  }

  #openPattern(sequencer: number): boolean {
    const address = this.#word(sequencer, SEQUENCER.pattern);
    if (address === 0) return false;
    const pattern = this.#pattern;
    pattern.start = (address + PATTERN.rows) >> 2;
    pattern.steps = this.#views.int(address + PATTERN.steps);
    pattern.stepsPerBeat = this.#views.float(address + PATTERN.stepsPerBeat);
    return true;
  }

  #collect(image: number, group: number): void {
    this.#pending = 0;
    const table = this.#word(image, IMAGE.sequencers);
    const sources = this.#word(group, ALLOCATOR.sources);
    const count = this.#word(group, ALLOCATOR.sourceCount);
    for (let i = 0; i < count; i++) {
      const sequencer = table + this.#word(sources, i) * SEQUENCER_WORDS * 4;
      this.#source = this.#word(sequencer, SEQUENCER.module);
      if (this.#word(sequencer, SEQUENCER.kind) === SEQUENCER_KIND.transport) this.#beats();
      else if (this.#openPattern(sequencer) && this.#mayBegin()) {
        this.#transpose = Math.round(this.#setting(sequencer, SEQUENCER.transpose, 0));
        this.#gate = this.#setting(sequencer, SEQUENCER.gate, 1);
        this.#volume = this.#setting(sequencer, SEQUENCER.volume, 1);
        trackerEvents(Math.max(0, this.#from), this.#to, this.#pattern, this.#word(sequencer, SEQUENCER.seed), this);
      }
    }
  }

  /** Whether a step of the open pattern can begin in the span; most spans lie within one, and asking in vain costs. */
  #mayBegin(): boolean {
    const stepTicks = TICKS_PER_BEAT / this.#pattern.stepsPerBeat;
    return Math.ceil(this.#from / stepTicks - NEARLY) * stepTicks - NEARLY < this.#to;
  }

  #beats(): void {
    this.#transpose = 0;
    this.#gate = 1;
    this.#volume = 1;
    for (let beat = Math.max(0, Math.ceil(this.#from / TICKS_PER_BEAT)); beat * TICKS_PER_BEAT < this.#to; beat++)
      this.note(beat * TICKS_PER_BEAT, BEAT_NOTE, 1, BEAT_LENGTH);
  }

  #setting(sequencer: number, word: number, otherwise: number): number {
    const address = this.#word(sequencer, word);
    return address === 0 ? otherwise : this.#views.float(address);
  }

  #allocate(group: number): void {
    const views = this.#views;
    for (let i = 0; i < this.#pending; i++) {
      const entry = PENDING_LIST + i * PENDING_BYTES;
      const frame = views.int(entry + PENDING.frame);
      this.#until[0] = this.#from + (frame + 1) * this.#ticksPerFrame;
      this.#release(group, frame);
      const voice = this.#freeVoice(group);
      const at = this.#word(group, ALLOCATOR.voices) + voice * VOICE_BYTES;
      const note = views.float(entry + PENDING.note);
      views.setInt(at + VOICE.held, 1);
      views.setInt(at + VOICE.serial, this.#serial());
      views.setFloat(at + VOICE.note, note);
      views.setInt(at + VOICE.source, views.int(entry + PENDING.source));
      views.setDouble(at + VOICE.offTick, views.double(entry + PENDING.offTick));
      this.#send(group, frame, EVENT_KIND.noteOn, voice, note, views.float(entry + PENDING.velocity));
    }
    this.#until[0] = this.#to;
    this.#release(group, BLOCK - 1);
  }

  /** Ends held notes that end before the tick `#until`, earliest first, no later than frame `last`. */
  #release(group: number, last: number): void {
    const views = this.#views;
    const voices = this.#word(group, ALLOCATOR.voices);
    for (let voice = this.#nextToEnd(group); voice >= 0; voice = this.#nextToEnd(group)) {
      const at = voices + voice * VOICE_BYTES;
      const ticks = views.double(at + VOICE.offTick) - this.#from;
      const due = this.#ticksPerFrame > 0 ? Math.floor(ticks / this.#ticksPerFrame) : 0;
      views.setInt(at + VOICE.held, 0);
      views.setInt(at + VOICE.serial, this.#serial());
      this.#send(group, Math.min(last, Math.max(0, due)), EVENT_KIND.noteOff, voice, views.float(at + VOICE.note), 0);
    }
  }

  /** The held voice whose note ends first, the lowest of equals, when that is before the tick `#until`; −1 when none does. */
  #nextToEnd(group: number): number {
    const views = this.#views;
    const voices = this.#word(group, ALLOCATOR.voices);
    let first = -1;
    for (let voice = this.#word(group, ALLOCATOR.voiceCount) - 1; voice >= 0; voice--) {
      const at = voices + voice * VOICE_BYTES;
      if (views.int(at + VOICE.held) === 0 || !(views.double(at + VOICE.offTick) < (this.#until[0] as number)))
        continue; // of one
      if (first < 0 || views.double(at + VOICE.offTick) <= views.double(voices + first * VOICE_BYTES + VOICE.offTick))
        first = voice;
    }
    return first;
  }

  /** The voice that was free longest, or the one held longest when none is. */
  #freeVoice(group: number): number {
    const views = this.#views;
    const voices = this.#word(group, ALLOCATOR.voices);
    const count = this.#word(group, ALLOCATOR.voiceCount);
    let best = 0;
    for (let voice = 1; voice < count; voice++) {
      const at = voices + voice * VOICE_BYTES;
      const than = voices + best * VOICE_BYTES;
      const held = views.int(at + VOICE.held) - views.int(than + VOICE.held);
      if (held < 0 || (held === 0 && views.int(at + VOICE.serial) < views.int(than + VOICE.serial))) best = voice;
    }
    return best;
  }

  #serial(): number {
    const serial = this.#views.int(HOST.noteSerial) + 1;
    this.#views.setInt(HOST.noteSerial, serial);
    return serial;
  }

  #send(group: number, frame: number, kind: number, voice: number, note: number, velocity: number): void {
    const receivers = this.#word(group, ALLOCATOR.receivers);
    const count = this.#word(group, ALLOCATOR.receiverCount);
    for (let i = 0; i < count; i++) this.#append(this.#word(receivers, i), frame, kind, voice, note, velocity);
  }

  #append(list: number, frame: number, kind: number, voice: number, note: number, velocity: number): void {
    const views = this.#views;
    const count = views.int(list);
    if (count >= MAX_EVENTS) return;
    const at = list + 4 + count * EVENT_WORDS * 4;
    views.setInt(at + EVENT.frame * 4, frame);
    views.setInt(at + EVENT.kind * 4, kind);
    views.setInt(at + EVENT.voice * 4, voice);
    views.setFloat(at + EVENT.note * 4, note);
    views.setFloat(at + EVENT.velocity * 4, velocity);
    views.setInt(list, count + 1);
  }
}
