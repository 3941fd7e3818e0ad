import { MEMORY_FREE } from "./kernel-abi.ts";

/**
 * What the host keeps in the memory besides the kernels' own head, so that another host on the same memory goes on without a jump.
 * Byte offsets. The compiler and the host agree on nothing else.
 */

/** Pages of 64 KiB a memory has unless told otherwise: 256 MiB, of which the system provides what is touched. */
export const MEMORY_PAGES = 4_096;

/** The host's own variables. */
export const HOST = {
  /** i32: address of the plan image that runs, 0 before the first. */
  image: MEMORY_FREE,
  /** i32: parameter slots on their way to a new value, listed at GLIDE_LIST. */
  gliding: MEMORY_FREE + 4,
  /** f64: the tick at `anchorSample`; while playing, tick = anchorTick + (samples − anchorSample) × ticksPerFrame. */
  anchorTick: MEMORY_FREE + 8,
  anchorSample: MEMORY_FREE + 16,
  /** i32: blocks left of a panic. */
  panicBlocks: MEMORY_FREE + 24,
  /** i32: HEAD.nonFinite as last seen. */
  nonFiniteSeen: MEMORY_FREE + 28,
  /** i32: 1 runs the next block record by record to find the module that makes values that are not finite. */
  searching: MEMORY_FREE + 32,
  /** i32: serial of notes started, to tell notes apart. */
  noteSerial: MEMORY_FREE + 36,
  /** f64: engine samples minus the audio context's frame; NaN from the hand-over until the worklet's first block. */
  contextOffset: MEMORY_FREE + 40,
  /** i32: TRANSPORT_STATE. */
  transport: MEMORY_FREE + 48,
} as const;

export const TRANSPORT_STATE = { stopped: 0, playing: 1, paused: 2 } as const;

/** The command ring: two counters on lines of their own, then the records. */
export const RING = { written: MEMORY_FREE + 64, read: MEMORY_FREE + 128, records: MEMORY_FREE + 256 } as const;
export const COMMAND_BYTES = 32;
export const RING_COMMANDS = 2_048;

/** A command: op, then three i32 or f32, then two f64. */
export const COMMAND = { op: 0, a: 4, b: 8, value: 12, first: 16, second: 24 } as const;
export const COMMAND_OP = {
  /** `a`: slot address, `value`: target, in the parameter's unit. */
  parameter: 1,
  /** `a`: address of a plan image. */
  swap: 2,
  /** `a`: TRANSPORT_STATE, `b`: 1 jumps to the tick in `second`; `first`: bpm. */
  transport: 3,
  panic: 4,
} as const;

export const GLIDE_LIST = RING.records + RING_COMMANDS * COMMAND_BYTES;
export const GLIDE_CAPACITY = 16_384;

/** Note-ons of one block for one voice allocator, before they are sorted among its note-offs. */
export const PENDING_LIST = GLIDE_LIST + GLIDE_CAPACITY * 4;
export const PENDING_CAPACITY = 128;
/** Words: frame i32, note f32, velocity f32, source i32, offTick f64. */
export const PENDING_BYTES = 32;
export const PENDING = { frame: 0, note: 4, velocity: 8, source: 12, offTick: 16 } as const;

/** f32 words for the screen: taps, meters, playheads, waveforms. One region, so that it can be copied out whole. */
export const TELEMETRY_BASE = PENDING_LIST + PENDING_CAPACITY * PENDING_BYTES;
export const TELEMETRY_BYTES = 4 * 1_024 * 1_024;

/** From here on the compiler's heap. */
export const HEAP_BASE = TELEMETRY_BASE + TELEMETRY_BYTES;

/** Header of a plan image, word offsets. Addresses are absolute. */
export const IMAGE = {
  epoch: 0,
  schedule: 1,
  records: 2,
  /** What the host does once when it takes the plan over: SWAP_WORDS each. */
  swaps: 3,
  swapCount: 4,
  sequencers: 5,
  sequencerCount: 6,
  allocators: 7,
  allocatorCount: 8,
  /** Addresses of event lists, cleared before each block. */
  eventLists: 9,
  eventListCount: 10,
  /** Module id of each record, 0 for those that are no module's kernel. */
  owners: 11,
  /** Pairs (address, bytes) that a panic clears: states, lines, feedback buffers. */
  clears: 12,
  clearCount: 13,
  /** Bytes of each record's state, so a faulty module can be cleared. */
  stateBytes: 14,
} as const;
export const IMAGE_WORDS = 16;

/** One step of taking over a plan: op, a, b, c. */
export const SWAP_WORDS = 4;
export const SWAP_OP = {
  /** Word `b` to address `a`. */
  write: 1,
  /** `c` bytes from `b` to `a`. */
  copy: 2,
  /** Note-offs for every voice into the event list at `a`. */
  release: 3,
} as const;

/** A running sequencer in the image: word offsets. */
export const SEQUENCER_WORDS = 16;
export const SEQUENCER = {
  /** 1 tracker, 2 transport. */
  kind: 0,
  module: 1,
  /** Address of the pattern, 0 for none. */
  pattern: 2,
  seed: 3,
  /** Address of the word that tells the row. */
  row: 4,
  /** Addresses of the f32 values of transpose, gate and volume (tracker); of none (transport). */
  transpose: 5,
  gate: 6,
  volume: 7,
} as const;
export const SEQUENCER_KIND = { tracker: 1, transport: 2 } as const;

/** A pattern in memory: step count i32, steps a beat f32, then the rows as `flattenPattern` lays them out. */
export const PATTERN = { steps: 0, stepsPerBeat: 4, rows: 16 } as const;

/** A voice allocator in the image: word offsets. Receivers with the same sources and voice count share one, so their voices agree. */
export const ALLOCATOR_WORDS = 8;
export const ALLOCATOR = {
  /** Address of its voices. */
  voices: 0,
  voiceCount: 1,
  /** List of indices into the sequencer table. */
  sources: 2,
  sourceCount: 3,
  /** List of event list addresses. */
  receivers: 4,
  receiverCount: 5,
} as const;
export const VOICE_BYTES = 32;
/** `held` 1 while a note sounds; `serial` rises with every change, so the longest free voice is known. */
export const VOICE = { held: 0, serial: 4, note: 8, source: 12, offTick: 16 } as const;
export const ALLOCATOR_BYTES = 16 * VOICE_BYTES;
