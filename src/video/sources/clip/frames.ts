import { type ClipAim, frameAfter, stepsUntil } from "./aim.ts";
import type { ClipReader, ClipRun } from "./decode.ts";

/** After so many failures in a row a clip is given up. */
const MOST_FAILURES = 3;

/** Backwards, so few frames at a time aren't worth starting a decoder for. */
const SHORT_STRETCH = 16;

/** One who watches a clip: its frames are decoded before it needs them and stay while it shows them. */
export interface Playhead {
  /** Says where it is now. Costs nothing when nothing changed. */
  aim(aim: ClipAim): void;
  /**
   * The frame it aims at, or the nearest there is; undefined while nothing is decoded. It isn't closed before the next call of
   * `frame` or `release`.
   */
  frame(): ImageBitmap | undefined;
  /** Resolves when `frame` gives exactly the one aimed at, or when that one can't be decoded. */
  exact(): Promise<void>;
  release(): void;
}

/** Decoded frames of one clip. */
export interface ClipFrames {
  playhead(): Playhead;
  /** How many frames are decoded now. */
  held(): number;
  /** A sentence once the clip had to be given up. */
  failure(): string | undefined;
  close(): void;
}

interface Watcher {
  aim: ClipAim | undefined;
  shown: number;
}

/** `capacity` says how many frames may be held now; it may change. Frames that are shown stay whatever it says. */
export function createClipFrames(reader: ClipReader, capacity: () => number): ClipFrames {
  const count = reader.starts.length;
  /** Null: can't be decoded. */
  const frames: (ImageBitmap | null | undefined)[] = new Array(count).fill(undefined);
  const watchers = new Set<Watcher>();
  const awaited = new Map<number, (() => void)[]>();
  let held = 0;
  let run: ClipRun | undefined;
  let runAt = 0;
  let pumping = false;
  let askedAgain = false;
  let failures = 0;
  let closed = false;

  const gaveUp = () => failures >= MOST_FAILURES;
  const fits = () => count <= capacity();
  /** How many frames ahead each watcher is served. */
  const reach = () => (fits() ? count * 2 : Math.max(2, Math.floor(capacity() / Math.max(1, watchers.size)) - 2));

  function stepsToShow(index: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { aim } of watchers) if (aim) least = Math.min(least, stepsUntil(aim, index));
    return least;
  }

  /** The frame to decode next: what is awaited, then what is shown soonest, then the rest of a clip that fits whole. */
  function nextMissing(): { index: number; backwards: boolean } | undefined {
    for (const index of awaited.keys()) if (frames[index] === undefined) return { index, backwards: false };
    const most = reach();
    // Backwards, a whole stretch has to lie ahead, or most of what is decoded on the way would be thrown away.
    const mostBackwards = most - stretch();
    for (let steps = 0; steps < most; steps++)
      for (const { aim } of watchers) {
        if (!aim || (aim.direction < 0 && steps > mostBackwards)) continue;
        const index = frameAfter(aim, steps);
        if (index !== undefined && frames[index] === undefined) return { index, backwards: aim.direction < 0 };
      }
    if (!fits()) return undefined;
    const index = frames.indexOf(undefined);
    return index < 0 ? undefined : { index, backwards: false };
  }

  /** How many frames are decoded in one go, up to the one needed, when the playhead goes backwards. */
  const stretch = () => Math.ceil(reach() / 2);

  /** A run goes on while that is no longer a way than a new one would have. */
  async function approach(target: { index: number; backwards: boolean }): Promise<ClipRun> {
    const key = reader.keys[target.index] ?? 0;
    const earliest = target.backwards ? Math.min(key, target.index - stretch() + 1) : key;
    if (run && runAt <= target.index && runAt >= earliest) return run;
    await endRun();
    runAt = target.backwards ? stretchBefore(target.index) : target.index;
    run = reader.run(runAt);
    return run;
  }

  /** Backwards, frames are decoded in stretches that end with the one needed; a key frame well before it is a good beginning. */
  function stretchBefore(index: number): number {
    const key = reader.keys[index] ?? 0;
    const beginning = Math.max(0, index - stretch() + 1);
    return key > beginning && index - key >= SHORT_STRETCH ? key : beginning;
  }

  async function endRun(): Promise<void> {
    const ending = run;
    run = undefined;
    await ending?.end();
  }

  function settle(index: number): void {
    for (const resolve of awaited.get(index) ?? []) resolve();
    awaited.delete(index);
  }

  function settleAll(): void {
    for (const index of [...awaited.keys()]) settle(index);
  }

  function giveUp(index: number): void {
    if (frames[index] === undefined) frames[index] = null;
    settle(index);
  }

  /** Closes what is needed last until `most` frames are held, but nothing that is needed within `steps`. */
  function shrink(most: number, steps: number): void {
    const shown = new Set(Array.from(watchers, (watcher) => watcher.shown));
    while (held > most) {
      let farthest = -1;
      let away = steps;
      for (let i = 0; i < count; i++) {
        if (!frames[i] || shown.has(i)) continue;
        const until = stepsToShow(i);
        if (until <= away) continue;
        farthest = i;
        away = until;
      }
      if (farthest < 0) return;
      frames[farthest]?.close();
      frames[farthest] = undefined;
      held--;
    }
  }

  /** Holds a frame if there is room, or is made by what is needed later. What is awaited always finds room. */
  function keep(index: number, bitmap: ImageBitmap): boolean {
    const isAwaited = awaited.has(index);
    if (!closed && !frames[index]) shrink(Math.max(0, capacity() - 1), isAwaited ? -1 : stepsToShow(index));
    if (closed || frames[index] || (held >= capacity() && !isAwaited)) {
      bitmap.close();
      return false;
    }
    frames[index] = bitmap;
    held++;
    settle(index);
    return true;
  }

  const wanted = (index: number) =>
    frames[index] === undefined && (awaited.has(index) || fits() || stepsToShow(index) < reach());

  /** False when there is no room for what it would decode. */
  async function decodeTowards(target: { index: number; backwards: boolean }): Promise<boolean> {
    const going = await approach(target);
    const frame = await going.next(wanted);
    const reached = frame ? frame.index : count;
    // Frames the decoder passed over will not come the next time either.
    if (reached > target.index) giveUp(target.index);
    runAt = reached + 1;
    failures = 0;
    if (!frame) await endRun();
    return !frame?.bitmap || keep(frame.index, frame.bitmap);
  }

  /** Sees to it that all that is needed gets decoded, with what is asked for meanwhile. */
  async function pump(): Promise<void> {
    askedAgain = true;
    if (pumping || closed) return;
    pumping = true;
    while (askedAgain && !closed) {
      askedAgain = false;
      await decodeMissing();
    }
    pumping = false;
    if (closed) free();
  }

  async function decodeMissing(): Promise<void> {
    while (!closed && !gaveUp()) {
      const target = nextMissing();
      if (!target) break;
      try {
        if (!(await decodeTowards(target))) break;
      } catch {
        failures++;
        giveUp(target.index);
        await endRun().catch(() => undefined);
      }
    }
    if (closed || gaveUp()) settleAll();
    if (closed || held === count) await endRun().catch(() => undefined);
  }

  function free(): void {
    for (const frame of frames) frame?.close();
    frames.fill(undefined);
    held = 0;
    reader.close();
  }

  function nearest(to: ClipAim): number {
    for (let away = 0; away < count; away++) {
      const behind = to.index - to.direction * away;
      if (frames[behind]) return behind;
      const before = to.index + to.direction * away;
      if (frames[before]) return before;
    }
    return -1;
  }

  function playhead(): Playhead {
    const watcher: Watcher = { aim: undefined, shown: -1 };
    watchers.add(watcher);
    return {
      aim(aim) {
        watcher.aim = aim;
        if (held > capacity()) shrink(capacity(), -1);
        void pump();
      },
      frame() {
        const { aim } = watcher;
        watcher.shown = aim && !closed ? nearest(aim) : -1;
        return frames[watcher.shown] ?? undefined;
      },
      exact() {
        const index = watcher.aim?.index;
        if (index === undefined || closed || gaveUp() || frames[index] !== undefined) return Promise.resolve();
        return new Promise((resolve) => {
          awaited.set(index, [...(awaited.get(index) ?? []), resolve]);
          void pump();
        });
      },
      release() {
        watchers.delete(watcher);
      },
    };
  }

  return {
    playhead,
    held: () => held,
    failure: () => (gaveUp() ? "The clip's pictures can't be decoded; it may be damaged." : undefined),
    close() {
      if (closed) return;
      closed = true;
      settleAll();
      if (!pumping) void endRun().then(free, free);
    },
  };
}
