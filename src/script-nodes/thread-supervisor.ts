import type { ModuleId } from "#engine/patch.ts";
import type {
  CarryMessage,
  DoneMessage,
  EffectsMessage,
  HostMessage,
  HostRequest,
  ScriptThread,
  ThreadListener,
} from "./protocol.ts";
import { createRestSchedule } from "./rest-schedule.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";

/** A thread that had to be given up. */
export interface LostThread {
  /** The script that ran when it was lost, as far as is known. */
  readonly guilty: ModuleId | undefined;
  /** The message it was working on. */
  readonly workingOn: number;
  /** In a sentence. */
  readonly reason: string;
}

export interface ThreadSupervisorOptions {
  readonly spawn: (listener: ThreadListener) => ScriptThread;
  /** Shared memory for the watchdog, where there is any. */
  readonly share?: () => SharedArrayBuffer;
  readonly now: () => number;
  /** Seconds since 1970, as scripts see them. */
  readonly epoch: () => number;
  readonly every?: (ms: number, run: () => void) => () => void;
  readonly killMs: number;
  /** A thread is there and knows nothing yet: its first messages are posted here. */
  readonly onStart: (flag: SharedArrayBuffer | undefined) => void;
  /** The thread was given up; another one is started right after, unless that has happened too often. */
  readonly onLost: (lost: LostThread) => void;
  /** It breaks down again and again: there is no thread until something is posted, or for a while. */
  readonly onDown: (reason: string) => void;
  readonly onEffects: (message: EffectsMessage | DoneMessage) => void;
  readonly onCarry: (message: CarryMessage) => void;
}

/** Milliseconds between two looks of the watchdog. */
const WATCH_MS = 50;
/** Breakdowns nobody is to blame for that are let pass within so many seconds. */
const BREAKDOWNS = 3;
const WITHIN = 10;

/** Sees to it that there is a thread scripts can run in: spawns it, watches it, ends it and spawns the next. */
export class ThreadSupervisor {
  readonly #options: ThreadSupervisorOptions;
  readonly #watchdog: Watchdog;
  readonly #endWatch: (() => void) | undefined;
  readonly #rests = createRestSchedule(BREAKDOWNS, WITHIN);
  #thread: ScriptThread | undefined;
  #disposed = false;
  #number = 0;
  #answered = 0;
  #frame: number | undefined;
  #seconds = 0;
  #restUntil: number | undefined;
  readonly #idling: (() => void)[] = [];

  constructor(options: ThreadSupervisorOptions) {
    this.#options = options;
    this.#watchdog = createWatchdog(options.killMs, options.now, () =>
      this.#lose(
        this.#watchdog.running() === undefined
          ? "The script thread did not answer any more."
          : `It did not answer for ${options.killMs} ms and was stopped. Is there a loop that doesn't end, or a search pattern that never finishes?`,
      ),
    );
    this.#endWatch = options.every?.(WATCH_MS, this.#watchdog.check);
  }

  /** Whether the thread is still at the last frame it was sent. */
  get isAtFrame(): boolean {
    return this.#frame !== undefined;
  }

  /** Starts a thread where there is none, whatever happened before. Answers whether it had to. */
  ensure(): boolean {
    if (this.#thread || this.#disposed) return false;
    this.#start();
    return true;
  }

  /** Sends a request and answers its number; without a thread it is dropped, as the next one is told everything anew. */
  post(request: HostRequest): number {
    const number = ++this.#number;
    if (!this.#thread) return number;
    this.#watchdog.expect(number, takesLong(request));
    if (request.type === "frame") this.#frame = number;
    const message: HostMessage = { ...request, number, epoch: this.#options.epoch() };
    this.#thread.post(message);
    return number;
  }

  /** The engine's time: lets a thread that rests begin again. */
  tick(seconds: number): void {
    this.#seconds = seconds;
    if (this.#restUntil !== undefined && seconds >= this.#restUntil) this.ensure();
  }

  /** Resolves when the thread has answered everything it was asked. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#thread || this.#answered === this.#number) resolve();
      else this.#idling.push(resolve);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#endWatch?.();
    this.#end();
    this.#release();
  }

  #start(): void {
    this.#restUntil = undefined;
    const flag = this.#options.share?.();
    this.#watchdog.begin(flag && new Int32Array(flag));
    const mine: ScriptThread = this.#options.spawn({
      onMessage: (message) => {
        // What an ended thread still had on its way is of no account.
        if (this.#thread !== mine) return;
        if (message.type === "enter") this.#watchdog.entered(message.module);
        else if (message.type === "effects") this.#options.onEffects(message);
        else if (message.type === "carry") this.#options.onCarry(message);
        else this.#done(message);
      },
      onFailure: (reason) => {
        if (this.#thread === mine) this.#lose(`The script thread broke down: ${reason}`);
      },
    });
    this.#thread = mine;
    this.#options.onStart(flag);
  }

  #done(message: DoneMessage): void {
    this.#watchdog.answered(message.number);
    if (message.number === this.#frame) this.#frame = undefined;
    this.#answered = message.number;
    this.#options.onEffects(message);
    if (this.#answered === this.#number) this.#release();
  }

  #lose(reason: string): void {
    const guilty = this.#watchdog.running();
    const workingOn = this.#answered + 1;
    this.#end();
    this.#options.onLost({ guilty, workingOn, reason });
    // A script that is to blame rests by itself.
    if (guilty === undefined) this.#restUntil = this.#rests.failed(this.#seconds);
    if (this.#restUntil === undefined) {
      this.#start();
      return;
    }
    this.#options.onDown(reason);
    this.#release();
  }

  #end(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
    this.#frame = undefined;
    this.#answered = this.#number;
    this.#watchdog.begin(undefined);
  }

  #release(): void {
    for (const resolve of this.#idling.splice(0)) resolve();
  }
}

/** A program is fetched for it, or a whole patch read. */
function takesLong(request: HostRequest): boolean {
  if (request.type === "sync") return request.feed?.anew === true;
  return request.type === "start" || request.type === "load";
}
