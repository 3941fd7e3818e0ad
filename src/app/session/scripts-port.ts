import type { ScriptApiEntry, ScriptStatus, ScriptsPort } from "#app/session-port.ts";
import type { ModuleId } from "#engine/patch.ts";
import { apiEntries } from "#script-nodes/api-entries.ts";
import type { ScriptHost } from "#script-nodes/script-host.ts";
import type { ScriptStatus as HostStatus } from "#script-nodes/script-status.ts";

/** What a display usually shows. */
const FRAMES_A_SECOND = 60;

const STATES: Readonly<Record<HostStatus["state"], ScriptStatus["state"]>> = {
  loading: "waiting",
  running: "running",
  failed: "failed",
  resting: "stopped",
  disabled: "stopped",
};

/** What the panels see of the script host. Statuses keep their identity while nothing about them changes. */
export function scriptsPort(host: ScriptHost, scriptModules: () => Iterable<ModuleId>): ScriptsPort {
  const seen = new WeakMap<HostStatus, ScriptStatus>();
  const entries: readonly ScriptApiEntry[] = apiEntries().map(({ written, of, signature, doc }) => ({
    name: written,
    signature,
    summary: doc,
    ...(of !== undefined && { of }),
  }));
  const statusOf = (module: ModuleId) => {
    const status = host.statusOf(module);
    if (!status) return undefined;
    let shown = seen.get(status);
    if (!shown) {
      shown = {
        state: STATES[status.state],
        milliseconds: status.ms,
        ...(status.everyFrames !== undefined && { callsPerSecond: FRAMES_A_SECOND / status.everyFrames }),
        errors: status.error ? [status.error] : [],
        output: status.output,
      };
      seen.set(status, shown);
    }
    return shown;
  };
  return {
    statusOf,
    onStatus: (listener) => host.onStatus(listener),
    restart: (module) => host.restart(module),
    apiEntries: () => entries,
    milliseconds: () => {
      let sum = 0;
      for (const module of scriptModules()) sum += host.statusOf(module)?.ms ?? 0;
      return sum;
    },
  };
}
