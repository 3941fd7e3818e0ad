/**
 * What a number means. It decides how the value is written, typed and modulated.
 * `ratio` is a plain factor or share, `turns` one per revolution, `semitones` relative pitch, `note` a MIDI note number,
 * `steps` a count of tracker rows, `count` any other whole number.
 */
export type Unit =
  | "Hz"
  | "seconds"
  | "beats"
  | "dB"
  | "ratio"
  | "percent"
  | "turns"
  | "degrees"
  | "semitones"
  | "cents"
  | "note"
  | "steps"
  | "count"
  | "px"
  | "bpm";

/** How a control's travel maps onto the range: `exponential` gives equal ratios equal travel and needs `min > 0`. */
export type Curve = "linear" | "exponential";

/** A number with a unit. Stored as that number. */
export interface NumberParameter {
  readonly kind: "number";
  readonly label: string;
  readonly unit: Unit;
  /** Inclusive limits, in `unit`. Values outside are clamped. */
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly curve: Curve;
  /** Values are rounded to a multiple of this, counted from `min`. Absent: continuous. */
  readonly step?: number;
  /** One sentence for the inspector and the reference. */
  readonly summary: string;
}

/** One of several words. Stored as the index of the option. */
export interface ChoiceParameter {
  readonly kind: "choice";
  readonly label: string;
  /** Names used in files and scripts: kebab-case, never renamed without a migration. */
  readonly options: readonly string[];
  /** What the interface shows for each option, in the same order. */
  readonly optionLabels: readonly string[];
  /** Index into `options`. */
  readonly default: number;
  readonly summary: string;
}

/** On or off. Stored as 1 or 0. */
export interface ToggleParameter {
  readonly kind: "toggle";
  readonly label: string;
  readonly default: 0 | 1;
  readonly summary: string;
}

/** One thing about a module that can be set; stored as a number whatever its kind. */
export type Parameter = NumberParameter | ChoiceParameter | ToggleParameter;

/** What {@link number} takes: limits and default in `unit`; `curve` is linear unless it says otherwise. */
export interface NumberOptions {
  label: string;
  unit: Unit;
  min: number;
  max: number;
  default: number;
  curve?: Curve;
  step?: number;
  summary: string;
}

/** Declares a number. Throws when the declaration contradicts itself: that is a mistake in this program. */
export function number(options: NumberOptions): NumberParameter {
  const { curve = "linear", ...rest } = options;
  if (!(rest.min < rest.max)) throw new RangeError(`${rest.label}: min must be below max`);
  if (rest.default < rest.min || rest.default > rest.max)
    throw new RangeError(`${rest.label}: the default is out of range`);
  if (curve === "exponential" && rest.min <= 0)
    throw new RangeError(`${rest.label}: an exponential range starts above 0`);
  return { kind: "number", curve, ...rest };
}

/** What {@link choice} takes. */
export interface ChoiceOptions {
  label: string;
  /** Option name to shown label, in order. */
  options: Readonly<Record<string, string>>;
  default: string;
  summary: string;
}

/** Declares a choice. Throws when the default is not among the options. */
export function choice(declared: ChoiceOptions): ChoiceParameter {
  const options = Object.keys(declared.options);
  const index = options.indexOf(declared.default);
  if (index < 0) throw new RangeError(`${declared.label}: default “${declared.default}” is not an option`);
  return {
    kind: "choice",
    label: declared.label,
    options,
    optionLabels: Object.values(declared.options),
    default: index,
    summary: declared.summary,
  };
}

/** Declares an on/off parameter. */
export function toggle(declared: { label: string; default?: boolean; summary: string }): ToggleParameter {
  return { kind: "toggle", label: declared.label, default: declared.default ? 1 : 0, summary: declared.summary };
}

/** Brings any number into a parameter's domain: clamped, stepped, whole for choices and toggles. NaN becomes the default. */
export function clampParameter(parameter: Parameter, value: number): number {
  if (Number.isNaN(value)) return parameter.default;
  if (parameter.kind === "toggle") return value >= 0.5 ? 1 : 0;
  if (parameter.kind === "choice") return Math.min(parameter.options.length - 1, Math.max(0, Math.round(value)));
  const clamped = Math.min(parameter.max, Math.max(parameter.min, value));
  if (parameter.step === undefined) return clamped;
  const stepped = parameter.min + Math.round((clamped - parameter.min) / parameter.step) * parameter.step;
  return Math.min(parameter.max, stepped);
}

/** Where a value lies on the control's travel, 0 to 1. */
export function toTravel(parameter: Parameter, value: number): number {
  if (parameter.kind === "toggle") return value;
  if (parameter.kind === "choice") return parameter.options.length > 1 ? value / (parameter.options.length - 1) : 0;
  const { min, max, curve } = parameter;
  const clamped = Math.min(max, Math.max(min, value));
  return curve === "exponential" ? Math.log(clamped / min) / Math.log(max / min) : (clamped - min) / (max - min);
}

/** The value at a place of the control's travel, 0 to 1. The inverse of {@link toTravel} up to the parameter's step. */
export function fromTravel(parameter: Parameter, travel: number): number {
  const t = Math.min(1, Math.max(0, travel));
  if (parameter.kind === "toggle") return clampParameter(parameter, t);
  if (parameter.kind === "choice") return clampParameter(parameter, t * (parameter.options.length - 1));
  const { min, max, curve } = parameter;
  return clampParameter(parameter, curve === "exponential" ? min * (max / min) ** t : min + t * (max - min));
}
