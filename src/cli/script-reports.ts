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
  /** Says how many errors were only counted. */
  end(): void;
}

/** Different errors of one line that are told in full; the rest are counted. */
const TOLD_A_LINE = 3;

/**
 * Shows what scripts print on stdout and each error once on stderr, as `file:line: message`.
 * @param nameOf the file or module an error without a place belongs to
 */
export function reportScripts(
  scripts: Pick<ScriptHost, "onLine" | "onStatus" | "statusOf">,
  terminal: Pick<Terminal, "print" | "complain">,
  nameOf: (module: ModuleId) => string,
): ScriptReports {
  const told = new Set<string>();
  const places = new Map<string, number>();
  const last = new Map<number, ScriptError>();
  let worst: ExitCode = EXIT.done;

  const tell = (error: ScriptError & { readonly chunk: string }): void => {
    const text = formatScriptError(error);
    if (told.has(text)) return;
    const place = error.line === undefined ? error.chunk : `${error.chunk}:${error.line}`;
    const count = (places.get(place) ?? 0) + 1;
    places.set(place, count);
    if (count > TOLD_A_LINE) return;
    told.add(text);
    terminal.complain(text);
  };

  scripts.onLine((_, line) => terminal.print(line));
  scripts.onStatus((module) => {
    const error = scripts.statusOf(module)?.error;
    if (!error || last.get(module) === error) return;
    last.set(module, error);
    if (LIMITS.has(error.kind)) worst = EXIT.limit;
    else if (worst === EXIT.done) worst = EXIT.fault;
    tell({ chunk: nameOf(module), ...error });
  });
  return {
    exitCode: () => worst,
    end() {
      for (const [place, count] of places) {
        const more = count - TOLD_A_LINE;
        if (more > 0)
          terminal.complain(`${place}: ${more} more ${more === 1 ? "error" : "errors"} that differ only in words.`);
      }
      places.clear();
    },
  };
}
