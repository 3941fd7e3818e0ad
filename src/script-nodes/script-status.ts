import type { ScriptError } from "./bridge.ts";

/** How a script module is doing. */
export interface ScriptStatus {
  /**
   * `failed` goes on with what ran before, if anything did, and takes it back when it runs well again; `resting` tries again by itself;
   * `disabled` runs no more: it is bypassed, or its language is missing.
   */
  readonly state: "loading" | "running" | "failed" | "resting" | "disabled";
  readonly error?: ScriptError;
  /** First line of the text that is not blank. */
  readonly firstLine: string;
  /** Milliseconds a frame its callbacks took lately. */
  readonly ms: number;
  /** Set while it is called in every so many frames only, because the scripts together take too long. */
  readonly everyFrames?: number;
  /** The last lines it printed, oldest first. */
  readonly output: readonly string[];
}
