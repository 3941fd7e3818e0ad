/** Semitones above the lower row's C, by the key's place on the keyboard, whatever letter it has. */
const PIANO: Readonly<Record<string, number>> = {
  KeyZ: 0,
  KeyS: 1,
  KeyX: 2,
  KeyD: 3,
  KeyC: 4,
  KeyV: 5,
  KeyG: 6,
  KeyB: 7,
  KeyH: 8,
  KeyN: 9,
  KeyJ: 10,
  KeyM: 11,
  Comma: 12,
  KeyQ: 12,
  Digit2: 13,
  KeyW: 14,
  Digit3: 15,
  KeyE: 16,
  KeyR: 17,
  Digit5: 18,
  KeyT: 19,
  Digit6: 20,
  KeyY: 21,
  Digit7: 22,
  KeyU: 23,
  KeyI: 24,
  Digit9: 25,
  KeyO: 26,
  Digit0: 27,
  KeyP: 28,
};

/** The MIDI note a key plays in an octave, or undefined for a key that is no piano key. C of octave 4 is 60. */
export function pianoNote(code: string, octave: number): number | undefined {
  const semitones = PIANO[code];
  if (semitones === undefined) return undefined;
  const note = (octave + 1) * 12 + semitones;
  return note <= 127 ? note : undefined;
}
