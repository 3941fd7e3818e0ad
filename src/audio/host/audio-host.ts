import {
  BLOCK,
  EVENT_KIND,
  HEAD,
  type KernelExports,
  MASTER_LEFT,
  MASTER_RIGHT,
  PARAMETER,
} from "#audio/contract/kernel-abi.ts";
import {
  COMMAND,
  COMMAND_BYTES,
  COMMAND_OP,
  GLIDE_CAPACITY,
  GLIDE_LIST,
  HOST,
  IMAGE,
  RING,
  RING_COMMANDS,
  SWAP_OP,
  SWAP_WORDS,
  TRANSPORT_STATE,
} from "#audio/contract/memory-map.ts";
import { TICKS_PER_BEAT } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { FaultWatch } from "./fault-watch.ts";
import { MemoryViews } from "./memory-views.ts";
import { Voices } from "./voices.ts";

/** Ticks a frame at a tempo: bpm × ticks a beat ÷ 60 ÷ sample frames a second. */
const ticksPerFrame = (bpm: number): number => (bpm * TICKS_PER_BEAT) / (60 * SAMPLE_RATE);

/** Share of the way a gliding parameter goes in a block: a time constant of 5 ms. */
const GLIDE = 0.4;
/** Blocks a panic takes: those that fade, 20 ms and the rest of a block, and the one that then begins in silence with nothing left to sound. */
const PANIC_BLOCKS = Math.ceil((0.02 * SAMPLE_RATE) / BLOCK) + 1;

/**
 * Runs a plan block by block: commands, transport, events, parameters, records. The same in a worklet, a page and Node.
 * Everything it knows lies in the memory, so another host on the same memory goes on where it left off. Allocates nothing per block.
 */
export class AudioHost {
  readonly views: MemoryViews;
  /** The last block's sound. */
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly #kernels: KernelExports;
  readonly #voices: Voices;
  readonly #watch: FaultWatch;
  /** The block's first tick and the one after its last. In an array, because a fraction that is handed on may be allocated. */
  readonly #span = new Float64Array(2);
  #release = false;

  constructor(memory: { readonly buffer: ArrayBufferLike }, kernels: KernelExports) {
    this.views = new MemoryViews(memory.buffer);
    this.left = new Float32Array(memory.buffer, MASTER_LEFT, BLOCK);
    this.right = new Float32Array(memory.buffer, MASTER_RIGHT, BLOCK);
    this.#kernels = kernels;
    this.#voices = new Voices(this.views);
    this.#watch = new FaultWatch(this.views, kernels);
    if (this.views.double(HEAD.bpm) === 0) this.views.setDouble(HEAD.bpm, 120);
  }

  /** Makes the next {@link BLOCK} frames in `left` and `right`. */
  block(): void {
    const { views } = this;
    this.#voices.clearLists(views.int(HOST.image));
    this.#release = false;
    this.#drain();
    const image = views.int(HOST.image);
    this.#measureSpan();
    views.setDouble(HEAD.tick, this.#span[0] as number); // of two
    if (image === 0) {
      this.left.fill(0);
      this.right.fill(0);
    } else this.#run(image);
    views.setDouble(HEAD.samples, views.samples + BLOCK);
    views.setDouble(HEAD.tick, this.#span[1] as number); // of two
  }

  #run(image: number): void {
    const { views } = this;
    const playing = views.int(HEAD.playing) === 1;
    this.#panic(image);
    if (this.#release) this.#voices.releaseAll(image);
    if (playing) this.#voices.play(image, this.#span);
    this.#voices.publishRows(image, this.#span, playing);
    this.#glide();
    if (this.#watch.searching) this.#watch.search(image);
    else this.#kernels.run(views.int(image + IMAGE.schedule * 4), views.int(image + IMAGE.records * 4));
    this.#watch.look();
  }

  #measureSpan(): void {
    const { views } = this;
    const anchor = views.double(HOST.anchorTick);
    const frames = views.samples - views.double(HOST.anchorSample);
    const perFrame = views.double(HEAD.ticksPerFrame);
    this.#span[0] = anchor + frames * perFrame;
    this.#span[1] = anchor + (frames + BLOCK) * perFrame;
  }

  #drain(): void {
    const { ints } = this.views;
    const written = Atomics.load(ints, RING.written >> 2);
    let read = Atomics.load(ints, RING.read >> 2);
    while (read !== written) {
      this.#obey(RING.records + (read & (RING_COMMANDS - 1)) * COMMAND_BYTES);
      read = (read + 1) | 0;
    }
    Atomics.store(ints, RING.read >> 2, read);
  }

  #obey(command: number): void {
    const { views } = this;
    const a = views.int(command + COMMAND.a);
    switch (views.int(command + COMMAND.op)) {
      case COMMAND_OP.parameter:
        this.#aim(a, views.float(command + COMMAND.value));
        break;
      case COMMAND_OP.swap:
        this.#swap(a);
        break;
      case COMMAND_OP.transport:
        this.#transport(
          a,
          views.double(command + COMMAND.first),
          views.int(command + COMMAND.b) === 1,
          views.double(command + COMMAND.second),
        );
        break;
      case COMMAND_OP.panic:
        views.setInt(HEAD.panic, 1);
        views.setInt(HOST.panicBlocks, PANIC_BLOCKS);
        break;
    }
  }

  #aim(slot: number, value: number): void {
    const { views } = this;
    const rests =
      views.float(slot + PARAMETER.start) === views.float(slot + PARAMETER.end) &&
      views.float(slot + PARAMETER.end) === views.float(slot + PARAMETER.target);
    views.setFloat(slot + PARAMETER.target, value);
    const count = views.int(HOST.gliding);
    if (views.int(slot + PARAMETER.curve) === 2 || (rests && count >= GLIDE_CAPACITY)) {
      views.setFloat(slot + PARAMETER.start, value);
      views.setFloat(slot + PARAMETER.end, value);
    } else if (rests) {
      views.setInt(GLIDE_LIST + count * 4, slot);
      views.setInt(HOST.gliding, count + 1);
    }
  }

  /** Moves parameters on: each block begins where the last one ended. */
  #glide(): void {
    const { views } = this;
    const count = views.int(HOST.gliding);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = views.int(GLIDE_LIST + i * 4);
      const end = views.float(slot + PARAMETER.end);
      const target = views.float(slot + PARAMETER.target);
      const left = Math.abs(target - end);
      views.setFloat(slot + PARAMETER.start, end);
      const near = 1e-4 * Math.max(Math.abs(target), Math.abs(end), 1e-3);
      views.setFloat(slot + PARAMETER.end, left <= near ? target : end + (target - end) * GLIDE);
      if (end !== target) views.setInt(GLIDE_LIST + kept++ * 4, slot);
    }
    views.setInt(HOST.gliding, kept);
  }

  #swap(image: number): void {
    const { views } = this;
    this.#voices.clearLists(image);
    let step = views.int(image + IMAGE.swaps * 4);
    for (let i = views.int(image + IMAGE.swapCount * 4); i > 0; i--) {
      const a = views.int(step + 4);
      const b = views.int(step + 8);
      const op = views.int(step);
      if (op === SWAP_OP.write) views.setInt(a, b);
      else if (op === SWAP_OP.copy) views.bytes.copyWithin(a, b, b + views.int(step + 12));
      else this.#voices.endVoices(a, EVENT_KIND.noteOff);
      step += SWAP_WORDS * 4;
    }
    views.setInt(HOST.image, image);
    Atomics.store(views.ints, HEAD.epoch >> 2, views.int(image + IMAGE.epoch * 4));
  }

  #transport(state: number, bpm: number, jumps: boolean, tick: number): void {
    const { views } = this;
    const was = views.int(HOST.transport);
    const samples = views.samples;
    const playing = state === TRANSPORT_STATE.playing;
    this.#measureSpan();
    let position = this.#span[0] as number; // of two
    if (state === TRANSPORT_STATE.stopped && was !== state) position = 0;
    if (jumps) position = tick;
    views.setDouble(HOST.anchorTick, position);
    views.setDouble(HOST.anchorSample, samples);
    views.setDouble(HEAD.bpm, bpm);
    views.setDouble(HEAD.ticksPerFrame, playing ? ticksPerFrame(bpm) : 0);
    views.setInt(HEAD.playing, playing ? 1 : 0);
    views.setInt(HOST.transport, state);
    if (jumps || !playing) this.#release = true;
  }

  #panic(image: number): void {
    const { views } = this;
    const left = views.int(HOST.panicBlocks);
    if (left === 0) return;
    views.setInt(HOST.panicBlocks, left - 1);
    if (left > 1) return;
    const clears = views.int(image + IMAGE.clears * 4);
    for (let i = views.int(image + IMAGE.clearCount * 4) - 1; i >= 0; i--) {
      const address = views.int(clears + i * 8);
      views.bytes.fill(0, address, address + views.int(clears + i * 8 + 4));
    }
    this.#voices.cutAll(image);
    views.setInt(HEAD.panic, 0);
  }
}
