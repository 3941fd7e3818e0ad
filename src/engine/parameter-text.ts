import { evaluateExpression } from "./expression.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { clampParameter, type NumberParameter, type Parameter, type Unit } from "./parameter.ts";

const NOTES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"] as const;

/** The name of a MIDI note as trackers write it, like C-4 (60) or C#4; fractions are rounded. */
export function noteName(note: number): string {
  const whole = Math.round(note);
  const name = NOTES[((whole % 12) + 12) % 12] ?? "C";
  return `${name.padEnd(2, "-")}${Math.floor(whole / 12) - 1}`;
}

/** The MIDI note of a name: C-4, C4, c#4, Db3, C#-1; undefined for anything else. The dash after a white key only fills the place. */
export function noteNumber(text: string): number | undefined {
  const match = /^([a-g])(?:-?|([#♯b♭]))(-?\d+)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, letter = "c", accidental, octave = "4"] = match;
  const base = (NOTES as readonly string[]).indexOf(letter.toUpperCase());
  const shift = accidental === undefined ? 0 : "#♯".includes(accidental) ? 1 : -1;
  return base + shift + (Number(octave) + 1) * 12;
}

/** How many digits after the point make three or four digits in all. */
const digitsFor = (value: number): number => {
  const size = Math.abs(value);
  return size >= 100 ? 0 : size >= 10 ? 1 : 2;
};

const signed = (value: number, digits: number): string => `${value > 0 ? "+" : ""}${value.toFixed(digits)}`;

const WRITTEN: Readonly<Record<Unit, (value: number) => string>> = {
  Hz: (value) =>
    Math.abs(value) >= 999.5
      ? `${(value / 1_000).toFixed(digitsFor(value / 1_000))} kHz`
      : `${value.toFixed(digitsFor(value))} Hz`,
  seconds: (value) =>
    Math.abs(value) < 0.9995
      ? `${(value * 1_000).toFixed(Math.abs(value) < 0.01 ? 1 : 0)} ms`
      : `${value.toFixed(digitsFor(value))} s`,
  beats: (value) => `${trimmed(value, 3)} ${value === 1 ? "beat" : "beats"}`,
  dB: (value) => `${value.toFixed(1)} dB`,
  ratio: (value) => value.toFixed(2),
  percent: (value) => `${trimmed(value, 1)} %`,
  turns: (value) => value.toFixed(2),
  degrees: (value) => `${trimmed(value, 1)}°`,
  semitones: (value) => `${signed(value, Number.isInteger(value) ? 0 : 2)} st`,
  cents: (value) => `${signed(value, 0)} ct`,
  note: noteName,
  steps: (value) => trimmed(value, 2),
  count: (value) => trimmed(value, 2),
  px: (value) => `${trimmed(value, 1)} px`,
  bpm: (value) => `${value.toFixed(2)} BPM`,
};

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** How a stored value is shown: with its unit, in a width that hardly changes while it moves. */
export function formatParameter(parameter: Parameter, value: number): string {
  if (parameter.kind === "toggle") return value >= 0.5 ? "On" : "Off";
  if (parameter.kind === "choice") return parameter.optionLabels[Math.round(value)] ?? String(value);
  const text = WRITTEN[parameter.unit](value);
  return /^-0(\.0+)?(?![\d.])/.test(text) ? text.slice(1) : text;
}

/** What may stand behind a number, and what one of it is in the parameter's own unit. */
const SUFFIXES: Readonly<Partial<Record<Unit, Readonly<Record<string, number>>>>> = {
  Hz: { hz: 1, k: 1_000, khz: 1_000 },
  seconds: { s: 1, sec: 1, ms: 0.001, µs: 0.000_001, us: 0.000_001 },
  beats: { beat: 1, beats: 1, bar: 4, bars: 4 },
  dB: { db: 1 },
  ratio: { "%": 0.01, x: 1 },
  percent: { "%": 1 },
  turns: { "°": 1 / 360, turn: 1, turns: 1, "%": 0.01 },
  degrees: { "°": 1, deg: 1, turns: 360 },
  semitones: { st: 1, ct: 0.01, oct: 12 },
  cents: { ct: 1, st: 100 },
  px: { px: 1 },
  bpm: { bpm: 1 },
};

/**
 * Reads what somebody typed for a parameter: a number in its unit or a related one (`1.2k`, `300 ms`, `C#3`, `75 %`), a small sum
 * in which `x` is the present value, an option or `on` and `off`. The result is clamped to the range. Refuses the rest in words.
 */
export function parseParameter(parameter: Parameter, text: string, present = parameter.default): Outcome<number> {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return refused("Type a value, or press Escape.");
  if (parameter.kind === "toggle") {
    if (["on", "yes", "true", "1"].includes(wanted)) return done(1);
    return ["off", "no", "false", "0"].includes(wanted) ? done(0) : refused("It is on or off.");
  }
  if (parameter.kind === "choice") {
    const index = parameter.options.findIndex(
      (option, at) => option === wanted || parameter.optionLabels[at]?.toLowerCase() === wanted,
    );
    return index >= 0 ? done(index) : refused(`It is one of ${parameter.optionLabels.join(", ")}.`);
  }
  return parseNumber(parameter, wanted, present);
}

function parseNumber(parameter: NumberParameter, wanted: string, present: number): Outcome<number> {
  const note = parameter.unit === "note" ? noteNumber(wanted) : undefined;
  if (note !== undefined) return done(clampParameter(parameter, note));
  const suffixes = SUFFIXES[parameter.unit] ?? {};
  const suffix = Object.keys(suffixes)
    .sort((a, b) => b.length - a.length)
    .find((each) => wanted.endsWith(each) && wanted.length > each.length && !isVariable(wanted, each));
  const scale = suffix === undefined ? 1 : (suffixes[suffix] ?? 1);
  const body = suffix === undefined ? wanted : wanted.slice(0, -suffix.length);
  const value = evaluateExpression(body, present / scale);
  if (value.ok) return done(clampParameter(parameter, value.value * scale));
  const hint = parameter.unit === "note" ? "a note like C-4, or its number" : "a number, like the one shown";
  return refused(`“${wanted}” can't be read here: type ${hint}.`);
}

/** Whether a trailing `x` stands for the present value, as in `2*x`, and not for “times”, as in `2x`. */
const isVariable = (wanted: string, suffix: string): boolean => suffix === "x" && !/[\d.]\s*x$/.test(wanted);
