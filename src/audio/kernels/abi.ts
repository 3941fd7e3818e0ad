// The numbers of src/audio/contract/kernel-abi.ts and kernel-table.ts for AssemblyScript; test/contract/audio-kernels.test.ts holds them together.

export const BLOCK: i32 = 128;
export const SAMPLE_RATE: f32 = 48000;
export const QUAD_BYTES: usize = 2048;
export const MAX_QUADS: i32 = 4;
export const MAX_VOICES: i32 = 16;

export const FORMAT_MONO: i32 = 0;
export const FORMAT_STEREO: i32 = 1;
export const FORMAT_VOICES: i32 = 2;

export const RECORD_BYTES: usize = 64;
export const RECORD_QUADS: i32 = 1;
export const RECORD_INPUTS: i32 = 2;
export const RECORD_OUTPUTS: i32 = 3;
export const RECORD_STATE: i32 = 4;
export const RECORD_PARAMETERS: i32 = 5;
export const RECORD_EVENTS: i32 = 6;
export const RECORD_TELEMETRY: i32 = 7;
export const RECORD_FORMAT: i32 = 8;
export const RECORD_SEED: i32 = 9;
export const RECORD_AUX0: i32 = 10;
export const RECORD_AUX1: i32 = 11;
export const RECORD_AUX2: i32 = 12;

export const PARAMETER_BYTES: usize = 32;
export const PARAMETER_START: usize = 0;
export const PARAMETER_END: usize = 4;
export const PARAMETER_BUFFER: usize = 8;
export const PARAMETER_BUFFER_QUADS: usize = 12;
export const PARAMETER_MIN: usize = 20;
export const PARAMETER_MAX: usize = 24;
export const PARAMETER_CURVE: usize = 28;

export const EVENT_BYTES: usize = 32;
export const EVENT_FRAME: usize = 0;
export const EVENT_KIND: usize = 4;
export const EVENT_VOICE: usize = 8;
export const EVENT_NOTE: usize = 12;
export const EVENT_VELOCITY: usize = 16;
export const EVENT_KIND_NOTE_ON: i32 = 1;
export const EVENT_KIND_NOTE_OFF: i32 = 2;
export const EVENT_KIND_ALL_OFF: i32 = 3;

export const SAMPLE_FRAMES: usize = 0;
export const SAMPLE_CHANNELS: usize = 4;
export const SAMPLE_RATE_RATIO: usize = 8;
export const SAMPLE_LEFT: usize = 12;
export const SAMPLE_RIGHT: usize = 16;

export const CABLE_BYTES: usize = 16;
export const CABLE_GAIN: usize = 0;
export const CABLE_GAIN_TARGET: usize = 4;
export const CABLE_AMOUNT: usize = 8;
export const CABLE_OFFSET: usize = 12;

export const HEAD_TICK: usize = 72;
export const HEAD_TICKS_PER_FRAME: usize = 80;
export const HEAD_BPM: usize = 88;
export const HEAD_PLAYING: usize = 96;
export const HEAD_MASTER_LEFT: usize = 112;
export const HEAD_MASTER_RIGHT: usize = 116;
export const HEAD_PANIC: usize = 128;
export const HEAD_NON_FINITE: usize = 132;
export const MASTER_LEFT: usize = 1024;
export const MASTER_RIGHT: usize = 1536;

export const OP_MIX: i32 = 1;
export const OP_MODULATE: i32 = 2;
export const OP_TAP: i32 = 3;
export const OP_LANE: i32 = 4;
export const OP_SILENCE: i32 = 5;
export const OP_MASTER: i32 = 6;
export const OP_METER: i32 = 7;
export const OP_PHASE: i32 = 8;

export const OP_OSCILLATOR: i32 = 64;
export const OP_NOISE: i32 = 65;
export const OP_FILTER: i32 = 66;
export const OP_ENVELOPE: i32 = 67;
export const OP_AMPLIFIER: i32 = 68;
export const OP_DELAY: i32 = 69;
export const OP_LFO: i32 = 70;
export const OP_MIXER: i32 = 71;
export const OP_ANALYSER: i32 = 72;
export const OP_SAMPLER: i32 = 73;
export const OP_OUTPUT: i32 = 74;
export const OP_SCOPE: i32 = 75;

/** Floats of one ring of the scope, as engine/telemetry.ts says. */
export const WAVEFORM_FRAMES: i32 = 2048;
export const VOICE_WORDS: usize = 4;

// The kernels' own part of the memory, below MEMORY_FREE.
/** State of the master's limiter: gain, panic gain. */
export const LIMITER_STATE: usize = 4096;
/** MAX_QUADS quads that nobody writes. */
export const SILENCE: usize = 8192;
/** Working buffers of one quad each, valid while one kernel runs. */
export const SCRATCH_0: usize = 16384;
export const SCRATCH_1: usize = 18432;
export const SCRATCH_2: usize = 20480;
export const SCRATCH_3: usize = 22528;
