import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "#scripts/chromium.mjs";

/** A Chromium with a profile on disk that can be ended without any warning. */
export interface KillableChromium {
  /** The only page. */
  readonly page: Page;
  /** Ends every process of it at once, as a crash of the machine would, and answers when none is left. */
  kill(): Promise<void>;
}

/** Starts Chromium on a profile folder, also on one left behind by a Chromium that was killed. */
export async function startKillable(profile: string): Promise<KillableChromium> {
  // Left behind by a killed one, these say that the profile is in use, and its port is another's.
  if (existsSync(profile))
    for (const name of readdirSync(profile))
      if (name.startsWith("Singleton") || name === "DevToolsActivePort") rmSync(join(profile, name), { force: true });
  const program = findChromium();
  if (!program) throw new Error("There is no Chromium on this machine");
  const child = spawn(
    program,
    [
      ...CHROMIUM_FLAGS,
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "--window-size=1440,900",
      "--no-first-run",
      "--no-default-browser-check",
      "--hide-crash-restore-bubble",
      "--disable-session-crashed-bubble",
      "about:blank",
    ],
    { detached: true, stdio: "ignore" },
  );
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(profile, child)}`);
  const context = browser.contexts()[0];
  if (!context) throw new Error("Chromium has no window");
  const page = context.pages()[0] ?? (await context.newPage());
  return { page, kill: () => kill(child, browser, profile) };
}

async function portOf(profile: string, child: ChildProcess): Promise<string> {
  const file = join(profile, "DevToolsActivePort");
  while (child.exitCode === null) {
    const port = existsSync(file) ? readFileSync(file, "utf8").split("\n")[0] : "";
    if (port) return port;
    await delay(20);
  }
  throw new Error(`Chromium ended with ${child.exitCode}`);
}

async function kill(child: ChildProcess, browser: Browser, profile: string): Promise<void> {
  const { pid } = child;
  if (pid === undefined) throw new Error("Chromium did not start");
  const ended = once(child, "exit");
  process.kill(-pid, "SIGKILL");
  await ended;
  while (processesOf(profile, pid).length > 0) await delay(10);
  await browser.close().catch(() => undefined);
}

/** Processes that still belong to a Chromium: those of its group, and any that names its profile. */
function processesOf(profile: string, group: number): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
      const [state, , its] = afterName.split(" ");
      if (state === "Z") return false;
      return Number(its) === group || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(profile);
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}
