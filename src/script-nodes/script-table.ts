import type { ModuleId } from "#engine/patch.ts";
import type { ScriptError } from "./bridge.ts";
import type { FrameCost } from "./frame-share.ts";
import type { HostRequest } from "./protocol.ts";
import { createRestSchedule, type RestSchedule } from "./rest-schedule.ts";
import type { CarriedScript, ScriptReport, ScriptText } from "./running-script.ts";
import type { ScriptStatus } from "./script-status.ts";
import type { LostThread } from "./thread-supervisor.ts";

interface Script {
  /** What the patch says it is to run. */
  wanted: ScriptText;
  /** The last text that loaded: what goes on while `wanted` is no good. */
  good: ScriptText | undefined;
  /** What `good` runs in, where another thread can go on with it. */
  carried: CarriedScript | undefined;
  isLoading: boolean;
  isBypassed: boolean;
  /** Its language is missing. */
  isMissing: boolean;
  loadError: ScriptError | undefined;
  runError: ScriptError | undefined;
  /** The thread lets it rest. */
  isResting: boolean;
  /** It broke its thread, and is not in the one there is; in seconds of the engine. */
  awayUntil: number | undefined;
  readonly breaks: RestSchedule;
  cost: FrameCost | undefined;
  output: readonly string[];
  status: ScriptStatus;
}

/** A load that is under way. `quietly`: the last good text is put back, which is no news. */
interface Load {
  readonly module: ModuleId;
  readonly text: ScriptText;
  readonly quietly: boolean;
}

const OUTPUT_LINES = 200;
/** Milliseconds a cost must change by to be told: what a screen shows of it. */
const COST_STEP = 0.05;

/**
 * The scripts there are and how each is doing:
 *
 *     loading ─ loads ──▶ running ◀─ a good run ─▶ failed (what ran before goes on)
 *        └──── is wrong ────────────────────────▶ failed (the last good text goes on, if there is one)
 *     running ─ breaks its thread, or is cut off thrice ──▶ resting ─ a while ──▶ loading, running
 *     any ─ an edit or Restart ──▶ loading      any ─ bypassed, no such language ──▶ disabled
 */
export class ScriptTable {
  readonly #scripts = new Map<ModuleId, Script>();
  readonly #loads = new Map<number, Load>();
  readonly #post: (request: HostRequest) => number;
  readonly #onChange: (module: ModuleId) => void;
  readonly #settling: (() => void)[] = [];
  #seconds = 0;

  constructor(post: (request: HostRequest) => number, onChange: (module: ModuleId) => void) {
    this.#post = post;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#scripts.size;
  }

  modules(): Iterable<ModuleId> {
    return this.#scripts.keys();
  }

  statusOf(module: ModuleId): ScriptStatus | undefined {
    return this.#scripts.get(module)?.status;
  }

  wantedOf(module: ModuleId): ScriptText | undefined {
    return this.#scripts.get(module)?.wanted;
  }

  /** Whether what it drives counts. */
  isActive(module: ModuleId): boolean {
    const script = this.#scripts.get(module);
    return script !== undefined && !script.isBypassed && !script.isResting && script.awayUntil === undefined;
  }

  /** A text is to run, for the first time, after an edit or anew. Nothing is held against it. */
  want(module: ModuleId, text: ScriptText, isBypassed: boolean): void {
    const before = this.#scripts.get(module);
    const script: Script = before ?? newScript(text);
    script.breaks.reset();
    Object.assign(script, { wanted: text, isLoading: true, isBypassed, isMissing: false, awayUntil: undefined });
    this.#scripts.set(module, script);
    this.#load(module, text, false);
    this.#show(module, script);
  }

  bypass(module: ModuleId, isBypassed: boolean): void {
    const script = this.#scripts.get(module);
    if (!script || script.isBypassed === isBypassed) return;
    script.isBypassed = isBypassed;
    this.#show(module, script);
  }

  remove(module: ModuleId): void {
    this.#scripts.delete(module);
    this.#post({ type: "detach", module });
    this.#settle();
  }

  /** An answer of the thread: `number` tells which load a report is about. */
  report(number: number, report: ScriptReport): void {
    const script = this.#scripts.get(report.module);
    const load = this.#loads.get(number);
    if (!script) return;
    if (report.about === "run") {
      script.isResting = report.state === "resting";
      script.runError = report.error;
    } else if (load) this.#loaded(script, load, report);
    this.#show(report.module, script);
  }

  /** A message was answered in full. */
  answered(number: number): void {
    this.#loads.delete(number);
  }

  print(module: ModuleId, line: string): void {
    const script = this.#scripts.get(module);
    if (!script) return;
    script.output = [...script.output, line].slice(-OUTPUT_LINES);
    this.#show(module, script);
  }

  cost(cost: FrameCost): void {
    const script = this.#scripts.get(cost.module);
    if (!script) return;
    const before = script.cost ?? { ms: 0, every: 1 };
    if (Math.abs(before.ms - cost.ms) < COST_STEP && before.every === cost.every) return;
    script.cost = cost;
    this.#show(cost.module, script);
  }

  /** What a thread that takes over needs to go on with a script. */
  carry(module: ModuleId, carried: CarriedScript): void {
    const script = this.#scripts.get(module);
    if (script) script.carried = carried;
  }

  /** A thread is there that runs nothing yet: each script goes on in it where it was, or begins with the last text that was good. */
  threadStarted(): void {
    this.#loads.clear();
    for (const [module, script] of this.#scripts) if (script.awayUntil === undefined) this.#bringIn(module, script);
  }

  /** Only the script to blame is marked: a load that hung is refused, a script that hung otherwise stays away for a while. */
  threadLost({ guilty, workingOn, reason }: LostThread): void {
    const script = guilty === undefined ? undefined : this.#scripts.get(guilty);
    if (guilty === undefined || !script) return;
    // It was in the middle of something.
    script.carried = undefined;
    const load = this.#loads.get(workingOn);
    const error: ScriptError = { kind: "killed", message: reason, chunk: script.wanted.chunk };
    if (load?.module === guilty && load.text === script.wanted && load.text !== script.good && !load.quietly) {
      script.isLoading = false;
      script.loadError = error;
    } else if (script.isLoading && script.wanted !== script.good) {
      // The version before hung while its successor waited.
      script.good = undefined;
    } else {
      script.isLoading = false;
      script.runError = error;
      script.awayUntil = script.breaks.failed(this.#seconds);
    }
    this.#show(guilty, script);
  }

  /** There is no thread for a while. */
  threadDown(reason: string): void {
    for (const [module, script] of this.#scripts) {
      if (script.isLoading) script.loadError = undefined;
      script.isLoading = false;
      script.runError = {
        kind: "killed",
        message: `${reason} It is tried again after a while, or when you restart it.`,
      };
      this.#show(module, script);
    }
  }

  /** The engine's time: who has stayed away long enough comes back. */
  tick(seconds: number): void {
    this.#seconds = seconds;
    for (const [module, script] of this.#scripts) {
      if (script.awayUntil === undefined || seconds < script.awayUntil) continue;
      script.awayUntil = undefined;
      this.#bringIn(module, script);
    }
  }

  /** Resolves when every script has loaded or failed. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settling.push(resolve);
      this.#settle();
    });
  }

  dispose(): void {
    this.#scripts.clear();
    this.#settle();
  }

  #load(module: ModuleId, text: ScriptText, quietly: boolean, carried?: CarriedScript): void {
    // The answer can come while posting, where a test runs scripts in this thread.
    const number = this.#post({ type: "load", module, text, ...(carried && { carried }) });
    this.#loads.set(number, { module, text, quietly });
  }

  #bringIn(module: ModuleId, script: Script): void {
    const { good, wanted, carried } = script;
    script.isResting = false;
    script.runError = undefined;
    if (good && good !== wanted) this.#load(module, good, true, carried);
    if (good === wanted || !script.loadError) script.isLoading = true;
    if (script.isLoading) this.#load(module, wanted, false, good === wanted ? carried : undefined);
    this.#show(module, script);
  }

  #loaded(script: Script, { text, quietly }: Load, { state, error }: ScriptReport): void {
    const isGood = state === "running";
    if (isGood) script.good = text;
    if (quietly && !isGood) script.good = undefined;
    if (quietly || text !== script.wanted) return;
    script.isLoading = false;
    script.isMissing = state === "disabled";
    script.loadError = error;
    if (!isGood) return;
    script.runError = undefined;
    script.isResting = false;
  }

  #show(module: ModuleId, script: Script): void {
    const error = script.loadError ?? script.runError;
    script.status = {
      state: stateOf(script),
      ...(error && { error }),
      firstLine: firstLineOf(script.wanted.source),
      ms: script.cost?.ms ?? 0,
      ...(script.cost && script.cost.every > 1 && { everyFrames: script.cost.every }),
      output: script.output,
    };
    this.#onChange(module);
    this.#settle();
  }

  #settle(): void {
    for (const script of this.#scripts.values()) if (script.isLoading) return;
    for (const resolve of this.#settling.splice(0)) resolve();
  }
}

function newScript(text: ScriptText): Script {
  return {
    wanted: text,
    good: undefined,
    carried: undefined,
    isLoading: true,
    isBypassed: false,
    isMissing: false,
    loadError: undefined,
    runError: undefined,
    isResting: false,
    awayUntil: undefined,
    breaks: createRestSchedule(1, 1),
    cost: undefined,
    output: [],
    status: { state: "loading", firstLine: firstLineOf(text.source), ms: 0, output: [] },
  };
}

function stateOf(script: Script): ScriptStatus["state"] {
  if (script.isBypassed || script.isMissing) return "disabled";
  if (script.isLoading) return "loading";
  if (script.isResting || script.awayUntil !== undefined) return "resting";
  return script.loadError || script.runError ? "failed" : "running";
}

function firstLineOf(source: string): string {
  const line = source.split("\n").find((one) => one.trim() !== "");
  return line?.trim() ?? "";
}
