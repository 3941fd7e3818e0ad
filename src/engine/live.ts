import type { ModuleId } from "./patch.ts";

/**
 * Values that move without being edited: meters, playheads, modulated parameters. Never in Redux, read once a frame.
 * The audio host fills it; the editor, the picture and scripts read it. All methods are cheap and allocate nothing.
 */
export interface LiveReadings {
  /** What is heard now: transport position in ticks (960 a beat). */
  tick(): number;
  /** Sample frames processed since the engine began; the master clock. */
  samples(): number;
  /** Peak of a module's first audio output over the last blocks, linear, 0 when silent or unknown. */
  level(module: ModuleId): number;
  /** Left and right peaks of the sound output. */
  master(): { readonly left: number; readonly right: number };
  /** A control output's value, or a parameter's value in its unit with all modulation; undefined when nothing moves it. */
  value(module: ModuleId, key: string): number | undefined;
  /** The row a sequencer plays, −1 when it doesn't. */
  step(module: ModuleId): number;
  /** Share of the time a block may take, 0 to 1 and above when overloaded. */
  audioLoad(): number;
  /** Blocks that came too late since sound started. */
  dropouts(): number;
}

/** The second verb: moves the live value only, not the patch. Heard and seen at once, not undoable, not saved. */
export interface LiveDrive {
  /** Sets a script's control output, or overrides a parameter's base value (in its unit) until it is next edited. */
  drive(module: ModuleId, key: string, value: number): void;
  /** Lets go of what `drive` held: the parameter goes back to its base value, the output to 0. Does nothing where nothing is held. */
  release(module: ModuleId, key: string): void;
}
