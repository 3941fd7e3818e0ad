import type { LiveDrive } from "#engine/live.ts";
import type { ModuleId } from "#engine/patch.ts";

/** What each script holds away from its base value, so that it can be let go when the script ends or no longer holds it. */
export interface DrivenValues {
  drive(by: ModuleId, module: ModuleId, key: string, value: number): void;
  /** A script ended, rests or is bypassed: all it drove goes back. */
  letGo(by: ModuleId): void;
  /** A new version runs: what it does not drive within half a second goes back. */
  anew(by: ModuleId): void;
  /** The engine's time. */
  tick(seconds: number): void;
}

interface Held {
  readonly by: ModuleId;
  readonly module: ModuleId;
  readonly key: string;
  /** Driven by a version that is gone: let go then, unless the new one drives it too. */
  until: number | undefined;
}

const GRACE_SECONDS = 0.5;

/** Of two scripts that drive the same value, the last one holds it. */
export function createDrivenValues(live: LiveDrive): DrivenValues {
  const held = new Map<string, Held>();
  let now = 0;
  const release = (isMeant: (one: Held) => boolean): void => {
    for (const [name, one] of held) {
      if (!isMeant(one)) continue;
      held.delete(name);
      live.release(one.module, one.key);
    }
  };
  return {
    drive(by, module, key, value) {
      const name = `${module}.${key}`;
      const before = held.get(name);
      if (before?.by === by) before.until = undefined;
      else held.set(name, { by, module, key, until: undefined });
      live.drive(module, key, value);
    },
    letGo: (by) => release((one) => one.by === by),
    anew(by) {
      for (const one of held.values()) if (one.by === by) one.until = now + GRACE_SECONDS;
    },
    tick(seconds) {
      now = seconds;
      if (held.size > 0) release(({ until }) => until !== undefined && until <= seconds);
    },
  };
}
