import fc from "fast-check";
import { expect, test } from "vitest";
import { choice, type NumberParameter, number, toggle, type Unit } from "./parameter.ts";
import { formatParameter, noteName, noteNumber, parseParameter } from "./parameter-text.ts";

const of = (unit: Unit, min: number, max: number, step?: number): NumberParameter =>
  number({ label: "P", unit, min, max, default: min, summary: "P.", ...(step !== undefined && { step }) });

test.each([
  [of("Hz", 0.01, 20_000), 1_240, "1.24 kHz"],
  [of("Hz", 0.01, 20_000), 0.3, "0.30 Hz"],
  [of("Hz", 0.01, 20_000), 999.7, "1.00 kHz"],
  [of("seconds", 0, 10), 0.375, "375 ms"],
  [of("seconds", 0, 10), 1.5, "1.50 s"],
  [of("dB", -60, 12), -3, "-3.0 dB"],
  [of("dB", -60, 12), -0.01, "0.0 dB"],
  [of("semitones", -24, 24), 7, "+7 st"],
  [of("note", 0, 127), 60, "C-4"],
  [of("note", 0, 127), 0, "C--1"],
  [of("note", 0, 127), 127, "G-9"],
  [of("note", 0, 127), 61, "C#4"],
  [of("bpm", 20, 480), 128, "128.00 BPM"],
])("writes %o", (parameter, value, text) => {
  expect(formatParameter(parameter, value)).toBe(text);
});

test.each([
  [of("Hz", 20, 20_000), "1.2k", 1_200],
  [of("Hz", 20, 20_000), "1.24 kHz", 1_240],
  [of("Hz", 20, 20_000), "99999", 20_000],
  [of("seconds", 0, 10), "300 ms", 0.3],
  [of("ratio", 0, 4), "75 %", 0.75],
  [of("ratio", 0, 4), "1/4", 0.25],
  [of("ratio", 0, 4), "2x", 2],
  [of("note", 0, 127), "c#3", 49],
  [of("note", 0, 127), "60", 60],
  [of("beats", 0, 32), "2 bars", 8],
  [of("dB", -60, 12), "−6", -6],
])("reads %o", (parameter, text, value) => {
  const parsed = parseParameter(parameter, text);
  expect(parsed).toMatchObject({ ok: true });
  if (parsed.ok) expect(parsed.value).toBeCloseTo(value, 9);
});

test("sums go on from the value that is there", () => {
  const gain = of("ratio", 0, 100);
  expect(parseParameter(gain, "*2", 3)).toEqual({ ok: true, value: 6 });
  expect(parseParameter(gain, "x + 1", 3)).toEqual({ ok: true, value: 4 });
  expect(parseParameter(gain, "(x+1)*2", 3)).toEqual({ ok: true, value: 8 });
  expect(parseParameter(of("seconds", 0, 10), "x/2", 0.5)).toEqual({ ok: true, value: 0.25 });
});

test("words and what can't be read", () => {
  const mode = choice({ label: "Mode", options: { low: "Lowpass", high: "Highpass" }, default: "low", summary: "M." });
  expect(parseParameter(mode, "highpass")).toEqual({ ok: true, value: 1 });
  expect(parseParameter(mode, "none")).toMatchObject({ ok: false, reason: /Lowpass, Highpass/ });
  expect(parseParameter(toggle({ label: "T", summary: "T." }), "ON")).toEqual({ ok: true, value: 1 });
  for (const text of ["", "abc", "1/0", "((1)", "1 2", "1+", "(".repeat(500)]) {
    expect(parseParameter(of("ratio", 0, 1), text).ok, text).toBe(false);
  }
});

test("whatever is typed, the answer is a value in range or a sentence", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom<Unit>("Hz", "seconds", "note", "ratio", "dB"), (text, unit) => {
      const parsed = parseParameter(of(unit, 1, 100), text);
      if (parsed.ok) expect(parsed.value >= 1 && parsed.value <= 100).toBe(true);
      else expect(parsed.reason.length).toBeGreaterThan(5);
    }),
  );
});

test("what is shown can be typed back", () => {
  const units: readonly Unit[] = [
    "Hz",
    "seconds",
    "beats",
    "dB",
    "ratio",
    "percent",
    "turns",
    "degrees",
    "semitones",
    "cents",
    "px",
    "bpm",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...units), fc.double({ min: -50, max: 900, noNaN: true }), (unit, value) => {
      const parameter = of(unit, -100, 1_000);
      const parsed = parseParameter(parameter, formatParameter(parameter, value));
      expect(parsed.ok).toBe(true);
      // The shown text keeps at least three digits, or two after the point.
      if (parsed.ok)
        expect(Math.abs(parsed.value - value)).toBeLessThanOrEqual(Math.max(0.501, Math.abs(value) * 0.005));
    }),
  );
  for (let note = 0; note < 128; note++) expect(noteNumber(noteName(note))).toBe(note);
});
