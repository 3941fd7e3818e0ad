import { HEAD } from "#audio/contract/kernel-abi.ts";
import type { MemoryViews } from "#audio/host/memory-views.ts";

/** What some browsers know of their output, not yet among the types: gaps so far in what was heard. */
interface KnowsGaps {
  readonly playbackStats: { readonly underrunEvents: number };
}

const knowsGaps = (context: AudioContext): context is AudioContext & KnowsGaps => "playbackStats" in context;

/** Counts the gaps in what is heard: the browser's own count where it keeps one, else the worklet's by the clock. */
export class Dropouts {
  readonly #views: MemoryViews;
  #context: (AudioContext & KnowsGaps) | undefined;
  /** The count to begin with, less what the context had counted by then. */
  #base = 0;

  constructor(views: MemoryViews) {
    this.#views = views;
  }

  /** From now on sound comes from this context; what it missed before was silence. */
  follow(context: AudioContext): void {
    const before = this.count();
    this.#context = knowsGaps(context) ? context : undefined;
    this.#base = before - (this.#context?.playbackStats.underrunEvents ?? 0);
  }

  count(): number {
    return this.#context ? this.#base + this.#context.playbackStats.underrunEvents : this.#views.int(HEAD.dropouts);
  }
}
