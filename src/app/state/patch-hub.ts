import type { Changes, Engine } from "#engine/engine.ts";

type Concern = (changes: Changes) => boolean;

/**
 * Fans the engine's one notification a frame out to the components it concerns.
 * One per engine, however many components listen.
 */
export interface PatchHub {
  /** Calls the listener after a change the concern is about. Returns the function that ends it. */
  listen(concern: Concern, listener: () => void): () => void;
}

const hubs = new WeakMap<Engine, PatchHub>();

/** The hub of this engine, made on first use. */
export function patchHubOf(engine: Engine): PatchHub {
  let hub = hubs.get(engine);
  if (!hub) {
    hub = createPatchHub(engine);
    hubs.set(engine, hub);
  }
  return hub;
}

function createPatchHub(engine: Engine): PatchHub {
  const listeners = new Map<() => void, Concern>();
  let end: (() => void) | undefined;
  return {
    listen(concern, listener) {
      const entry = () => listener();
      listeners.set(entry, concern);
      end ??= engine.subscribe((_, changes) => {
        for (const [notify, concerns] of [...listeners]) if (changes.all || concerns(changes)) notify();
      });
      return () => {
        listeners.delete(entry);
        if (listeners.size > 0) return;
        end?.();
        end = undefined;
      };
    },
  };
}
