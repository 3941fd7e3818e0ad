import type { ScriptRecord, ScriptValue } from "#script-nodes/bridge.ts";
import { MarshalError } from "./marshal.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const DAY_MS = 86_400_000;

const two = (value: number): string => String(value).padStart(2, "0");

const NESTED: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

const FIELDS: Readonly<Record<string, (date: Date) => string>> = {
  a: (date) => (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()] ?? "",
  b: (date) => (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()] ?? "",
  d: (date) => two(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()).padStart(2, " "),
  H: (date) => two(date.getUTCHours()),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  j: (date) => String(dayOfYear(date)).padStart(3, "0"),
  m: (date) => two(date.getUTCMonth() + 1),
  M: (date) => two(date.getUTCMinutes()),
  n: () => "\n",
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  S: (date) => two(date.getUTCSeconds()),
  t: () => "\t",
  w: (date) => String(date.getUTCDay()),
  y: (date) => two(date.getUTCFullYear() % 100),
  Y: (date) => String(date.getUTCFullYear()),
  Z: () => "UTC",
  z: () => "+0000",
  "%": () => "%",
};

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** Lua's `os.date`, always in UTC so that it is the same everywhere: a text by a format, or for `*t` a table. */
export function luaDate(format: string, seconds: number): ScriptValue {
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) throw new MarshalError("os.date: this time can't be shown as a date.");
  const plain = format.startsWith("!") ? format.slice(1) : format;
  return plain.startsWith("*t") ? dateTable(date) : formatted(plain, date);
}

function formatted(format: string, date: Date): string {
  return format.replace(/%(.?)/gs, (_, letter: string) => {
    const nested = Object.hasOwn(NESTED, letter) ? NESTED[letter] : undefined;
    if (nested !== undefined) return formatted(nested, date);
    const field = Object.hasOwn(FIELDS, letter) ? FIELDS[letter] : undefined;
    if (!field) throw new MarshalError(`os.date: “%${letter}” is no part of a date. It has: ${known()}.`);
    return field(date);
  });
}

const known = (): string => [...Object.keys(FIELDS), ...Object.keys(NESTED)].map((letter) => `%${letter}`).join(" ");

function dateTable(date: Date): ScriptRecord {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    min: date.getUTCMinutes(),
    sec: date.getUTCSeconds(),
    wday: date.getUTCDay() + 1,
    yday: dayOfYear(date),
    isdst: false,
  };
}

/** Lua's `os.time` of a table: seconds since 1970 of a date in UTC. Months, days and so on out of range carry over. */
export function luaTime(table: ScriptValue): number {
  if (typeof table !== "object" || table === null) {
    throw new MarshalError("os.time: a date should be a table with year, month and day.");
  }
  const fields = table as ScriptRecord;
  const field = (key: string, otherwise?: number): number => {
    const value = fields[key] ?? otherwise;
    if (value === undefined) throw new MarshalError(`os.time: the field “${key}” is missing.`);
    const number = typeof value === "string" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isInteger(number)) {
      throw new MarshalError(`os.time: the field “${key}” should be a whole number.`);
    }
    return number;
  };
  const moment = new Date(0);
  moment.setUTCFullYear(field("year"), field("month") - 1, field("day"));
  moment.setUTCHours(field("hour", 12), field("min", 0), field("sec", 0));
  if (Number.isNaN(moment.getTime())) throw new MarshalError("os.time: this date is out of range.");
  return moment.getTime() / 1_000;
}
