import type { Registry } from "#engine/module-definition.ts";
import type { Unit } from "#engine/parameter.ts";
import { noteName } from "#engine/parameter-text.ts";
import { EMPTY_STEP, type Step } from "#engine/patch.ts";
import type { Change } from "./change.ts";
import { CONTENT, PARAMETER, STEP } from "./sheet.ts";

/** A change as a line for people, like “warm: cutoff 800 → 1 200 Hz”. */
export function wordsOf(change: Change, registry: Registry): string {
  const { kind, table, row, type } = change;
  return kind === "changed"
    ? changedWords(change, subjectOf(table, row), registry)
    : `${rowWords(table, row, type)} ${kind}`;
}

/** What a row is called where something is said of it. */
export const subjectOf = (table: Change["table"], row: string): string => `${SUBJECTS[table]}${row}`;

/** A row as a thing of its own: what it is and its name. */
export const rowWords = (table: Change["table"], row: string, type: string | undefined): string =>
  table === "patterns" ? `pattern ${row}` : `${subjectOf(table, row)}${type === undefined ? "" : ` (${type})`}`;

const SUBJECTS: Readonly<Record<Change["table"], string>> = {
  patch: "",
  assets: "media ",
  presets: "preset ",
  patterns: "",
  modules: "",
  connections: "cable ",
};

/** What a cell holds, for people: `800 Hz`, `lowpass`, `C-4`, … */
export function valueWords(field: string, type: string | undefined, value: unknown, registry: Registry): string {
  if (field.startsWith(STEP)) return stepWords(value);
  if (field.startsWith(PARAMETER)) return parameterValue(registry, type, fieldWords(field), value);
  if (field === "bpm") return `${shown(value)} BPM`;
  return typeof value === "object" && value !== null ? JSON.stringify(value, undefined, 2) : shown(value);
}

/** What a cell is called in a sentence: `cutoff`, `row 4`, `tempo`, … */
export function fieldWords(field: string): string {
  if (field.startsWith(STEP)) return `row ${field.slice(STEP.length)}`;
  if (field.startsWith(PARAMETER)) return field.slice(PARAMETER.length);
  if (field.startsWith(CONTENT)) return field.slice(CONTENT.length);
  return FIELD_WORDS[field] ?? field;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  bpm: "tempo",
  beatsPerBar: "beats a bar",
  stepsPerBeat: "steps a beat",
  parent: "what it is in",
};

function changedWords({ table, field = "", from, to, type }: Change, subject: string, registry: Registry): string {
  const change = shownPair(from, to);
  if (table === "patch")
    return field === "name"
      ? `patch renamed to ${shown(to)}`
      : `${fieldWords(field)} ${change}${field === "bpm" ? " BPM" : ""}`;
  if (field === "name") return `${subject} renamed to ${shown(to)}`;
  if (field === "place") return `${subject}: moved`;
  if (field === "parent") return `${subject}: moved ${to === undefined ? `out of ${from}` : `into ${to}`}`;
  if (field === "bypassed") return `${subject}: ${to === true ? "bypassed" : "no longer bypassed"}`;
  if (field === "active") return `${subject}: switched ${to === true ? "on" : "off"}`;
  if (field === "length") return `${subject}: ${change} steps`;
  if (field === "stepsPerBeat") return `${subject}: ${change} steps a beat`;
  if (field.startsWith(STEP)) return `${subject} ${fieldWords(field)}: ${stepWords(from)} → ${stepWords(to)}`;
  const what = `${subject}: ${fieldWords(field)}`;
  if (field.startsWith(PARAMETER)) return `${what} ${parameterWords(registry, type, fieldWords(field), from, to)}`;
  return isShort(from) && isShort(to) ? `${what} ${change}` : `${what} changed`;
}

const LONGEST_SHOWN = 40;

const isShort = (value: unknown): boolean =>
  typeof value === "object" ? value === null : String(value).length <= LONGEST_SHOWN && !String(value).includes("\n");

/** Digits of large numbers stand in groups of three. A fraction has six digits at most, unless all are asked for. */
function shown(value: unknown, isExact = false): string {
  if (value === undefined || value === null || value === "") return "none";
  if (typeof value !== "number") return String(value);
  const [whole = "", fraction] = String(
    isExact || Number.isInteger(value) ? value : Number(value.toPrecision(6)),
  ).split(".");
  const grouped = whole.includes("e") ? whole : whole.replace(/\B(?=(\d{3})+$)/g, " ");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Two values that differ, with as many digits as it takes to see that. */
function shownPair(from: unknown, to: unknown): string {
  const isExact = shown(from) === shown(to);
  return `${shown(from, isExact)} → ${shown(to, isExact)}`;
}

/** What stands behind a number for each unit; ratios and counts are plain, notes have names. */
const UNIT_WORDS: Readonly<Partial<Record<Unit, string>>> = {
  Hz: " Hz",
  seconds: " s",
  beats: " beats",
  dB: " dB",
  percent: " %",
  turns: " turns",
  degrees: "°",
  semitones: " st",
  cents: " ct",
  steps: " steps",
  px: " px",
  bpm: " BPM",
};

function parameterWords(registry: Registry, type = "", key: string, from: unknown, to: unknown): string {
  const unit = unitOf(registry, type, key);
  if (unit === undefined && typeof to !== "number") return `${choiceWords(from)} → ${choiceWords(to)}`;
  if (unit === undefined) return shownPair(from, to);
  const [before, after] = [noteWords(unit, from), noteWords(unit, to)];
  if (before !== undefined && after !== undefined) return `${before} → ${after}`;
  return `${shownPair(from, to)}${UNIT_WORDS[unit] ?? ""}`;
}

function parameterValue(registry: Registry, type = "", key: string, value: unknown): string {
  const unit = unitOf(registry, type, key);
  if (unit === undefined) return choiceWords(value);
  return noteWords(unit, value) ?? `${shown(value)}${UNIT_WORDS[unit] ?? ""}`;
}

/** The unit of a number; undefined for choices, toggles and what this build doesn't know. */
function unitOf(registry: Registry, type: string, key: string): Unit | undefined {
  const definition = registry.get(type);
  const parameter = definition && Object.hasOwn(definition.parameters, key) ? definition.parameters[key] : undefined;
  return parameter?.kind === "number" ? parameter.unit : undefined;
}

/** The name of a whole note. */
const noteWords = (unit: Unit, value: unknown): string | undefined =>
  unit === "note" && typeof value === "number" && Number.isInteger(value) ? noteName(value) : undefined;

const choiceWords = (value: unknown) => (typeof value === "boolean" ? (value ? "on" : "off") : shown(value));

function stepWords(value: unknown): string {
  const { note, volume, length, chance } = (value as Step | undefined) ?? EMPTY_STEP;
  const more = [
    volume === EMPTY_STEP.volume ? "" : `volume ${shown(volume)}`,
    length === EMPTY_STEP.length ? "" : `length ${shown(length)}`,
    chance === EMPTY_STEP.chance ? "" : `chance ${shown(chance)} %`,
  ].filter((word) => word !== "");
  return [note === null ? "empty" : noteName(note), ...more].join(" ");
}
