/**
 * The contract between TypeScript (compiler, layout, protocol) and the AssemblyScript kernels: one linear memory, byte offsets, no allocation
 * inside. `kernels/abi.ts` states the same numbers for AssemblyScript; a test holds the two together.
 */

/** Sample frames a block. The web's render quantum. */
export const BLOCK = 128;
/** Voices side by side in one SIMD register. */
export const LANES = 4;
/** Bytes of one quad's buffer: `[frame][4 lanes]` of f32. */
export const QUAD_BYTES = BLOCK * LANES * 4;
export const MAX_QUADS = 4;
export const MAX_VOICES = MAX_QUADS * LANES;

/**
 * An audio or control cable is `quads` consecutive quad buffers, `[quad][frame][4]` f32.
 * `mono`: one quad, all four lanes equal. `stereo`: one quad, lanes 0 and 1 are left and right, 2 and 3 are zero.
 * `voices`: one lane a voice. Control values are 0 to 1 or −1 to 1; audio is nominally −1 to 1.
 */
export type CableFormat = "mono" | "stereo" | "voices";
export const FORMAT_CODE: Readonly<Record<CableFormat, number>> = { mono: 0, stereo: 1, voices: 2 };

/** A schedule is an array of records of 16 i32, run in order. */
export const RECORD_WORDS = 16;
export const RECORD_BYTES = RECORD_WORDS * 4;

/** Word offsets in a record. Pointers are byte offsets into the memory, 0 = not connected. */
export const RECORD = {
  op: 0,
  /** Quads of the output (loop count). */
  quads: 1,
  /** Address of the list of input pointers: for each declared audio and control input, in order, three words: pointer, quads, format. */
  inputs: 2,
  /** Address of the list of output pointers: for each declared audio and control output, in order, one word: pointer. */
  outputs: 3,
  /** The instance's state, kept by module id across schedules; zeroed when it is made. */
  state: 4,
  /** Address of the parameter slots, PARAMETER_BYTES each, in declaration order. */
  parameters: 5,
  /** Address of this module's event list for the block: count, then EVENT_WORDS words each, sorted by frame. 0: takes no events. */
  events: 6,
  /** Address of the words published for the screen. 0: none. */
  telemetry: 7,
  /** Format code of the output. */
  format: 8,
  /** 32-bit seed, from the patch's seed and the module's id. */
  seed: 9,
  /**
   * Kernel-specific, zero where unused: sampler: address of a SAMPLE header (its content's `asset`, the asset's id; 0 while none is loaded);
   * kernels with `delaySeconds`: address of the line, `[quad][frame][4]` f32, as many quads as the output.
   */
  aux0: 10,
  /** With `delaySeconds`: frames of the line per quad. */
  aux1: 11,
  /** Kernels that take events: 1 while an event cable comes in, even from a source that is bypassed. At 0 an oscillator that heard no note drones. */
  aux2: 12,
  aux3: 13,
} as const;

/**
 * One parameter of one instance. The host writes `target` (base value in the parameter's unit); `current` glides to it:
 * kernels read the value at the block's first and last frame and interpolate. When cables move the parameter, `buffer` holds the
 * finished values for every frame (base, amount, curve and clamp already applied by the `modulate` op), `[quad][frame][4]`.
 */
export const PARAMETER_BYTES = 32;
export const PARAMETER = {
  /** f32: value at the first frame of the block. */
  start: 0,
  /** f32: value at the last frame. */
  end: 4,
  /** i32: address of per-frame values, 0 when no cable moves it. */
  buffer: 8,
  /** i32: quads of that buffer; fewer than the kernel's own: the last one serves all further quads. */
  bufferQuads: 12,
  /** f32: where `start`/`end` glide to; written by the host at any time. */
  target: 16,
  /** f32: min and max of the parameter. */
  min: 20,
  max: 24,
  /** i32: 1 = exponential curve, 2 = choice or toggle (never glides). */
  curve: 28,
} as const;

/** One event for one module in one block. */
export const EVENT_WORDS = 8;
export const EVENT = {
  /** i32: frame in the block, 0 to BLOCK − 1. */
  frame: 0,
  /** i32: EVENT_KIND. */
  kind: 1,
  /** i32: voice it is for, given by the host's allocator: 0 to voices − 1. */
  voice: 2,
  /** f32: MIDI note, 60 = C-4. */
  note: 3,
  /** f32: 0 to 1. */
  velocity: 4,
} as const;
export const EVENT_KIND = { noteOn: 1, noteOff: 2, allOff: 3 } as const;
export const MAX_EVENTS = 64;

/** A decoded sound in the sample pool: this header, then per channel `frames + 8` f32 (4 zero frames of guard on either side). */
export const SAMPLE = {
  /** i32: frames. */
  frames: 0,
  /** i32: 1 or 2. */
  channels: 4,
  /** f32: frames per second of the file divided by SAMPLE_RATE. */
  rateRatio: 8,
  /** i32: address of the first real frame of channel 0 and 1 (equal for mono). */
  left: 12,
  right: 16,
} as const;
export const SAMPLE_HEADER_BYTES = 32;

/** Ops that are not modules' kernels; kernels count up from 64 in the order of `kernel-table.ts`. */
export const OP = {
  /** Sums cables into one input: `inputs` lists (pointer, quads, format) and `aux0` is the address of gain ramps, CABLE_BYTES each; `aux1` their number. Converts formats.
   * What is not finite counts as 0 and raises HEAD.nonFinite. `aux2` = 1 (a feedback cable): clamps the sum to ±16, so no loop runs away. */
  mix: 1,
  /** Finishes a parameter: `inputs` as for mix (control cables, amount and offset in the ramps), `parameters` the slot, `outputs` its buffer. */
  modulate: 2,
  /** Copies the last frame's lane 0 of input 0 to `telemetry`; what is not finite becomes 0 and raises HEAD.nonFinite. */
  tap: 3,
  /** Fills an output with a script's or hand's lane value, gliding over the block: `parameters` is one slot. */
  lane: 4,
  /** Zeroes an output. */
  silence: 5,
  /**
   * Sums its `inputs` (with ramps `aux0` and their number `aux1`, as for `mix`: one for the first output of each `output` kernel) into the
   * master buffer, limits it and publishes its peaks. Last of a schedule; there is always one.
   */
  master: 6,
  /** Writes to `telemetry` the larger of the block's peak over all lanes of input 0 and the word's old value × 0.98. */
  meter: 7,
  /** Fills output 0 (mono) with the transport's phase, 0 to 1: (tick + frame × ticksPerFrame) ÷ `aux0` (ticks, i32), its fraction. */
  phase: 8,
} as const;

/**
 * The kernel that is heard: the first audio output of every module of this kernel goes to `master` (a definition without
 * an audio output is given one hidden output, so `outputs` always holds one pointer).
 */
export const OUTPUT_KERNEL = "output";

/** What the module exports; it imports `env.memory` (any size, shared for kernels.shared.wasm) and `env.abort`. */
export interface KernelExports {
  /** Runs `count` records from this address. Never traps, never allocates. */
  run(schedule: number, count: number): void;
}
export const FIRST_KERNEL_OP = 64;

/** The running state of one cable: it fades in over 5 ms when new and out when it goes. */
export const CABLE_BYTES = 16;
export const CABLE = {
  /** f32: gain now, and where it goes; the `mix` op moves it by at most BLOCK / (0.005 × SAMPLE_RATE) a block. */
  gain: 0,
  gainTarget: 4,
  /**
   * f32: modulation amount and offset (see Connection): a cable gives (value + offset) × amount × gain. The compiler puts the connection's
   * amount into `gainTarget`, so that changing it glides, and 1 here.
   */
  amount: 8,
  offset: 12,
} as const;

/** The head of the memory, the same for every patch. Byte offsets; f64 fields are 8-aligned. Only the host and kernels write it. */
export const HEAD = {
  /** f64: sample frames processed. */
  samples: 64,
  /** f64: transport position in ticks at the first frame of the block. */
  tick: 72,
  /** f64: ticks per sample frame now; 0 while not playing. */
  ticksPerFrame: 80,
  /** f64: bpm. */
  bpm: 88,
  /** i32: 1 while playing. */
  playing: 96,
  /** i32: number of the schedule running; the compiler waits for it before reusing memory. */
  epoch: 100,
  /** f32: share of the block's time used, smoothed. */
  load: 104,
  /** i32: gaps in the sound, as far as the worklet can tell by its clock. */
  dropouts: 108,
  /** f32: master peaks, left and right: the larger of the block's peak and the old value × 0.98. */
  masterLeft: 112,
  masterRight: 116,
  /** i32: modules flushed for NaN so far, and the id of the last. */
  flushed: 120,
  flushedModule: 124,
  /** i32: 1 while panic fades; the master ramps to 0 in 20 ms and back after voices are cut. */
  panic: 128,
  /** i32: raised by mix, tap and master when they meet a value that is not finite; the host then looks for the module. */
  nonFinite: 132,
} as const;
/** The master's left and right, planar, BLOCK f32 each. */
export const MASTER_LEFT = 1_024;
export const MASTER_RIGHT = MASTER_LEFT + BLOCK * 4;
/** First byte free for the layout. The page of static data below belongs to the kernels' compiler. */
export const MEMORY_FREE = 65_536;
