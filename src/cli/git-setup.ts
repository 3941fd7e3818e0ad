import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import { hasCode } from "./error-code.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readText } from "./patch-files.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Lies as far above the source as above the bundle. */
const PROGRAM = fileURLToPath(new URL("../../bin/optophone.js", import.meta.url));

const ATTRIBUTES = "*.opto text eol=lf diff=optophone merge=optophone";

/**
 * Lets git compare and merge the patches of the repository around the working folder by what they mean: writes `.gitattributes`,
 * which is to be committed, and tells this clone's settings where this program is. Doing it again changes nothing.
 */
export async function setUpGit(terminal: Terminal): Promise<ExitCode> {
  const steps = [topFolder, addAttributes, addSettings];
  let folder = process.cwd();
  for (const step of steps) {
    const taken = await step(folder, terminal);
    if (!taken.ok) {
      terminal.complain(taken.reason);
      return EXIT.fault;
    }
    folder = taken.value;
  }
  return EXIT.done;
}

const topFolder = (folder: string): Promise<Outcome<string>> => git(folder, "rev-parse", "--show-toplevel");

async function addAttributes(top: string, terminal: Terminal): Promise<Outcome<string>> {
  const file = join(top, ".gitattributes");
  const text = existsSync(file) ? await readText(file) : done("");
  if (!text.ok) return text;
  if (text.value.split(/\r?\n/).includes(ATTRIBUTES)) {
    terminal.print(`${file}: has the line for patches already.`);
    return done(top);
  }
  const separate = text.value === "" || text.value.endsWith("\n") ? "" : "\n";
  const written = await writeWhole(file, new TextEncoder().encode(`${text.value}${separate}${ATTRIBUTES}\n`));
  if (!written.ok) return written;
  terminal.print(`${file}: a line for patches was added. Commit it, so that everybody's clone has it.`);
  return done(top);
}

async function addSettings(top: string, terminal: Terminal): Promise<Outcome<string>> {
  const program = [process.execPath, PROGRAM].map(quoted).join(" ");
  const settings = {
    "merge.optophone.name": "patches of Optophone by modules, values and cables",
    // git puts the names in with quotes where they need some; %P is what the patch is called, the others pass.
    "merge.optophone.driver": `${program.replaceAll("%", "%%")} merge %O %A %B -o %A --name=%P`,
    // Of several common versions git makes one first: conflicts there are nobody's question.
    "merge.optophone.recursive": "binary",
    "diff.optophone.textconv": `${program} text --raw-if-broken`,
  };
  for (const [key, value] of Object.entries(settings)) {
    const set = await git(top, "config", "--local", "--replace-all", key, value);
    if (!set.ok) return set;
  }
  terminal.print(`${top}: git diff and git merge use Optophone for patches in this clone.`);
  return done(top);
}

/** As one word for the shell git hands commands to. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

async function git(folder: string, ...args: readonly string[]): Promise<Outcome<string>> {
  try {
    const { stdout } = await promisify(execFile)("git", args, { cwd: folder });
    return done(stdout.replace(/\r?\n$/, ""));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return refused("git: There is no such program on this machine. Install git first.");
    if (args[0] === "rev-parse")
      return refused(`${folder}: This folder is in no git repository. Make one with git init.`);
    return refused(`git ${args.join(" ")}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
