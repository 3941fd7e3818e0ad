import type { ModuleId } from "#engine/patch.ts";

/** What a script's frame callbacks cost. */
export interface FrameCost {
  readonly module: ModuleId;
  /** Milliseconds a frame, averaged over all frames lately. */
  readonly ms: number;
  /** It is called every so many frames: 1, or more while the scripts together take too long. */
  readonly every: number;
}

/**
 * Keeps all scripts together within their share of a frame: the dearest is called every 2nd, 4th … 32nd frame, and more often again
 * once there is room. Nothing is ever switched off.
 */
export interface FrameShare {
  /** Whether a script is called in the frame that comes now. */
  isDue(module: ModuleId): boolean;
  /** Milliseconds a script has just taken. */
  took(module: ModuleId, ms: number): void;
  /** A frame is over. */
  frameDone(seconds: number): void;
  costs(): readonly FrameCost[];
  forget(module: ModuleId): void;
}

/** Frames over which costs are averaged, and that pass between two steps down. */
const FRAMES = 30;
const SPARSEST = 32;
/** Share of the budget below which, for so many seconds, a script steps back up. */
const ROOMY = 0.6;
const ROOMY_SECONDS = 2;

interface Entry {
  average: number;
  now: number;
  every: number;
}

/** @param budgetMs milliseconds of a frame all scripts may take; `Infinity` in renders, where nothing may depend on the machine */
export function createFrameShare(budgetMs: number): FrameShare {
  const entries = new Map<ModuleId, Entry>();
  let frame = 0;
  let lastStep = 0;
  let roomySince: number | undefined;

  const entryOf = (module: ModuleId): Entry => {
    let entry = entries.get(module);
    if (!entry) {
      entry = { average: 0, now: 0, every: 1 };
      entries.set(module, entry);
    }
    return entry;
  };
  const total = (): number => [...entries.values()].reduce((sum, { average }) => sum + average, 0);

  const stepDown = (): void => {
    const dearest = [...entries.values()]
      .filter(({ every }) => every < SPARSEST)
      .reduce<Entry | undefined>((most, one) => (one.average > (most?.average ?? 0) ? one : most), undefined);
    if (!dearest) return;
    dearest.every *= 2;
    lastStep = frame;
  };
  /** The cheapest of those held back that fits as often again. */
  const stepUp = (sum: number): void => {
    const held = [...entries.values()].filter(({ every, average }) => every > 1 && sum + average <= budgetMs);
    const next = held.sort((a, b) => a.average - b.average)[0];
    if (!next) return;
    next.every /= 2;
    lastStep = frame;
  };

  return {
    // By the module's number, so that scripts held back don't all fall on one frame.
    isDue: (module) => (frame + module) % (entries.get(module)?.every ?? 1) === 0,
    took(module, ms) {
      entryOf(module).now += ms;
    },
    frameDone(seconds) {
      frame++;
      for (const entry of entries.values()) {
        entry.average += (entry.now - entry.average) / FRAMES;
        entry.now = 0;
      }
      const sum = total();
      if (sum >= budgetMs * ROOMY) roomySince = undefined;
      else roomySince ??= seconds;
      if (frame - lastStep < FRAMES) return;
      if (sum > budgetMs) stepDown();
      else if (roomySince !== undefined && seconds - roomySince >= ROOMY_SECONDS) stepUp(sum);
    },
    costs: () => [...entries].map(([module, { average, every }]) => ({ module, ms: average, every })),
    forget: (module) => void entries.delete(module),
  };
}
