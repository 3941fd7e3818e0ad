import { readFileSync } from "node:fs";
import { strangeParts } from "#engine/strange-parts.ts";
import { registry } from "#modules/index.ts";
import { parseCommandLine, type Request } from "./command-line.ts";
import { diffFiles } from "./diff-files.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { formatFiles } from "./format-files.ts";
import { setUpGit } from "./git-setup.ts";
import { modulesAsJson, modulesAsText } from "./list-modules.ts";
import { mergeFiles } from "./merge-files.ts";
import { readPatch } from "./patch-files.ts";
import { printText } from "./patch-text.ts";
import { renderPatch } from "./render-patch.ts";
import { runScript } from "./run-script.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { USAGE } from "./usage.ts";

/** Lies as far above the source as above the bundle. */
const PACKAGE = new URL("../../package.json", import.meta.url);

/** Does what the arguments after the program's name say; answers the exit code. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<ExitCode> {
  const request = parseCommandLine(args);
  if (request.ok) return carryOut(request.value, terminal);
  terminal.complain(`${request.reason}\n\n${USAGE}`);
  return EXIT.usage;
}

async function carryOut(request: Request, terminal: Terminal): Promise<ExitCode> {
  switch (request.command) {
    case "help":
      terminal.print(USAGE);
      return EXIT.done;
    case "version":
      terminal.print(String(JSON.parse(readFileSync(PACKAGE, "utf8")).version));
      return EXIT.done;
    case "modules":
      terminal.print(request.json ? modulesAsJson(registry) : modulesAsText(registry));
      return EXIT.done;
    case "validate":
      return validate(request.patch, terminal);
    case "run":
      return runScript(request, terminal);
    case "render":
      return renderPatch(request, terminal);
    case "diff":
      return diffFiles(request, terminal);
    case "merge":
      return mergeFiles(request, terminal);
    case "fmt":
      return formatFiles(request, terminal);
    case "text":
      return printText(request, terminal);
    case "git-setup":
      return setUpGit(terminal);
  }
}

async function validate(file: string, terminal: Terminal): Promise<ExitCode> {
  const snapshot = await readPatch(file, registry);
  if (!snapshot.ok) {
    terminal.complain(snapshot.reason);
    return EXIT.fault;
  }
  const { modules, connections } = snapshot.value.patch;
  terminal.print(`${file}: ok, ${counted(modules.size, "module")} and ${counted(connections.size, "cable")}`);
  for (const { path, reason } of strangeParts(snapshot.value.patch))
    terminal.print(`${file}: ${path}: ${reason}; kept as it is.`);
  return EXIT.done;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
