import type { ModuleId } from "#engine/patch.ts";
import { formatScriptError, type ScriptError, type ScriptErrorKind } from "#script-nodes/bridge.ts";
import type { ScriptHost } from "#script-nodes/script-host.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

const LIMITS: ReadonlySet<ScriptErrorKind> = new Set(["budget", "memory", "limit", "killed"]);

/** What scripts print and how they fail, as it happens. */
export interface ScriptReports {
  /** The worst so far: a limit exceeded, else an error, else done. */
  exitCode(): ExitCode;
}

/**
 * Shows what scripts print on stdout and each error once on stderr, as `file:line: message`.
 * @param nameOf the file or module an error without a place belongs to
 */
export function reportScripts(
  scripts: ScriptHost,
  terminal: Terminal,
  nameOf: (module: ModuleId) => string,
): ScriptReports {
  const told = new Set<string>();
  const last = new Map<number, ScriptError>();
  let worst: ExitCode = EXIT.done;
  scripts.onLine((_, line) => terminal.print(line));
  scripts.onStatus((module) => {
    const error = scripts.statusOf(module)?.error;
    if (!error || last.get(module) === error) return;
    last.set(module, error);
    if (LIMITS.has(error.kind)) worst = EXIT.limit;
    else if (worst === EXIT.done) worst = EXIT.fault;
    const text = formatScriptError({ chunk: nameOf(module), ...error });
    if (!told.has(text)) terminal.complain(text);
    told.add(text);
  });
  return { exitCode: () => worst };
}
