import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parsePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";

// Whole processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PROGRAM = join(import.meta.dirname, "../../bin/optophone.js");
const folder = mkdtempSync(join(tmpdir(), "optophone-documents-"));
beforeAll(() => {
  spawnSync(process.execPath, [PROGRAM, "--version"]);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(program: string, args: readonly string[], cwd = folder): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      err += text;
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

const optophone = (...args: string[]) => run(process.execPath, [PROGRAM, ...args]);

const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

interface Values {
  readonly cutoff?: number;
  readonly resonance?: number;
  readonly cable?: boolean;
}

const patchText = ({ cutoff = 800, resonance = 0.2, cable = false }: Values = {}): string =>
  JSON.stringify({
    format: "optophone-patch",
    version: 1,
    name: "Test",
    seed: 7,
    transport: { bpm: 120, beatsPerBar: 4 },
    modules: [
      { name: "lfo", type: "control.lfo", version: 1 },
      { name: "warm", type: "audio.filter", version: 1, parameters: { cutoff, resonance } },
    ],
    connections: cable ? [{ from: "lfo.value", to: "warm.cutoff" }] : [],
    patterns: [],
    assets: [],
    presets: [],
    layout: {},
  });

const BASE = write("base.opto", patchText());

/** The values of `warm` in a file that opens. */
function warmOf(name: string) {
  const parsed = parsePatch(read(name), registry);
  if (!parsed.ok) throw new Error(parsed.reason);
  const warm = JSON.parse(read(name)).modules.find((module: { name: string }) => module.name === "warm");
  return { ...warm.parameters, cables: parsed.value.patch.connections.size };
}

describe("diff", () => {
  it("says in words what changed, and ends with 1; nothing and 0 where nothing did", async () => {
    write("changed.opto", patchText({ cutoff: 1_200, cable: true }));
    write("spaced.opto", JSON.stringify(JSON.parse(patchText()), undefined, 4));
    const [changed, same] = await Promise.all([
      optophone("diff", BASE, "changed.opto"),
      optophone("diff", BASE, "spaced.opto"),
    ]);
    expect(changed).toEqual({
      code: 1,
      out: "warm: cutoff 800 → 1 200 Hz\ncable lfo.value → warm.cutoff added\n",
      err: "",
    });
    expect(same).toEqual({ code: 0, out: "", err: "" });
  });

  it("gives changes and commands a line each for programs", async () => {
    write("louder.opto", patchText({ cutoff: 900 }));
    const [json, commands] = await Promise.all([
      optophone("diff", BASE, "louder.opto", "--json"),
      optophone("diff", BASE, "louder.opto", "--commands"),
    ]);
    expect([json.code, commands.code]).toEqual([1, 1]);
    expect(JSON.parse(json.out)).toEqual({
      kind: "changed",
      table: "modules",
      row: "warm",
      type: "audio.filter",
      field: "parameter/cutoff",
      from: 800,
      to: 900,
    });
    expect(JSON.parse(commands.out)).toMatchObject({ payload: { module: 2, values: { cutoff: 900 } } });
  });
});

describe("merge", () => {
  it("has both sides' changes, also in the file of one side, and takes conflicts of a merge before it away", async () => {
    write("ours.opto", patchText({ cutoff: 500 }));
    write("theirs.opto", patchText({ resonance: 0.9, cable: true }));
    write("ours.opto.conflicts.json", "{}");
    expect(await optophone("merge", BASE, "ours.opto", "theirs.opto", "-o", "ours.opto")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect(warmOf("ours.opto")).toEqual({ cutoff: 500, resonance: 0.9, mode: "lowpass", cables: 1 });
    expect(existsSync(join(folder, "ours.opto.conflicts.json"))).toBe(false);
  });

  it("keeps ours where both changed one value, says so and puts it beside the result", async () => {
    write("low.opto", patchText({ cutoff: 500 }));
    write("high.opto", patchText({ cutoff: 5_000, resonance: 0.9 }));
    const { code, err } = await optophone("merge", BASE, "low.opto", "high.opto", "-o", "new/out.opto");
    expect([code, err]).toEqual([1, "new/out.opto: warm: both sides changed cutoff. Ours stays.\n"]);
    expect(warmOf("new/out.opto")).toMatchObject({ cutoff: 500, resonance: 0.9 });
    const { conflicts } = JSON.parse(read("new/out.opto.conflicts.json"));
    expect(conflicts).toMatchObject([{ row: "warm", kept: "ours", ours: [{ to: 500 }], theirs: [{ to: 5_000 }] }]);
  });

  it("takes an empty base for no patch at all", async () => {
    write("empty.opto", "");
    write("new.opto", patchText({ cutoff: 500 }));
    const { code } = await optophone("merge", "empty.opto", "new.opto", "new.opto", "-o", "both.opto");
    expect(code).toBe(0);
    expect(warmOf("both.opto")).toMatchObject({ cutoff: 500 });
  });
});

describe("fmt", () => {
  it("writes what is not in form, once, and --check only says so", async () => {
    write("loose.opto", `\uFEFF${patchText({ cutoff: 500 })}`);
    const loose = read("loose.opto");
    expect(await optophone("fmt", "--check", "loose.opto")).toEqual({
      code: 1,
      out: "loose.opto: not in form\n",
      err: "",
    });
    expect(read("loose.opto")).toBe(loose);
    expect(await optophone("fmt", "loose.opto")).toMatchObject({ code: 0, out: "loose.opto: brought into form\n" });
    expect(warmOf("loose.opto")).toMatchObject({ cutoff: 500 });
    expect(await optophone("fmt", "--check", "loose.opto")).toEqual({ code: 0, out: "", err: "" });
    expect(await optophone("fmt", "loose.opto")).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("text", () => {
  it("prints a thing a line, and the lines of texts under it", async () => {
    const { code, out } = await optophone("text", BASE);
    expect(code).toBe(0);
    const lines = out.split("\n");
    for (const line of ["tempo 120 BPM", "warm (audio.filter)", "warm: cutoff 800 Hz", "warm: at 0, 0"])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line.includes("bypassed"))).toEqual([]);
  });

  it("prints what is no patch as it is where asked to, and says why", async () => {
    write("noise.opto", "no patch\n");
    const [raw, plain] = await Promise.all([
      optophone("text", "noise.opto", "--raw-if-broken"),
      optophone("text", "noise.opto"),
    ]);
    expect(raw).toMatchObject({ code: 0, out: "no patch\n\n", err: expect.stringMatching(/^noise\.opto: /) });
    expect(plain).toMatchObject({ code: 2, out: "", err: raw.err });
  });
});

describe("git-setup", () => {
  const repository = join(folder, "a repository of 'ours'");
  const inside = join(repository, "sets");
  const file = (name: string) => join(inside, name);

  async function git(...args: string[]): Promise<Ended> {
    const identity = ["-c", "user.name=Mara", "-c", "user.email=mara@example.org", "-c", "commit.gpgsign=false"];
    return run("git", [...identity, ...args], inside);
  }
  /** Commits a state of the patch on a branch. */
  async function commit(branch: string, values: Values): Promise<void> {
    await git("checkout", "-q", branch);
    writeFileSync(file("show one.opto"), patchText(values));
    expect(await git("commit", "-qam", branch)).toMatchObject({ code: 0 });
  }

  beforeAll(async () => {
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(repository, ".gitattributes"), "*.png binary");
    await git("init", "-q", "-b", "main", repository);
    writeFileSync(file("show one.opto"), patchText());
    const set = await run(process.execPath, [PROGRAM, "git-setup"], inside);
    expect(set).toMatchObject({ code: 0, err: "" });
    await git("add", "-A", repository);
    await git("commit", "-qm", "begin");
    for (const branch of ["low", "bright", "high"]) await git("branch", branch);
    await commit("low", { cutoff: 500 });
    await commit("bright", { resonance: 0.9, cable: true });
    await commit("high", { cutoff: 5_000, resonance: 0.5 });
  });

  const attributes = () => readFileSync(join(repository, ".gitattributes"), "utf8");
  const settings = () => readFileSync(join(repository, ".git/config"), "utf8");
  const warm = () => warmOf(join("a repository of 'ours'", "sets", "show one.opto"));

  it("keeps what was there, and changes nothing the second time", async () => {
    expect(attributes()).toBe("*.png binary\n*.opto text eol=lf diff=optophone merge=optophone\n");
    const before = [attributes(), settings()];
    expect(await run(process.execPath, [PROGRAM, "git-setup"], repository)).toMatchObject({ code: 0 });
    expect([attributes(), settings()]).toEqual(before);
  });

  it("lets git merge what two branches changed", async () => {
    await git("checkout", "-q", "low");
    expect(await git("merge", "--no-edit", "bright")).toMatchObject({ code: 0 });
    expect(warm()).toEqual({ cutoff: 500, resonance: 0.9, mode: "lowpass", cables: 1 });
    expect(await git("status", "--porcelain")).toMatchObject({ out: "" });
  });

  it("leaves a clash unmerged, with a file that opens and the conflicts beside it", async () => {
    await git("checkout", "-q", "high");
    const merged = await git("merge", "--no-edit", "low");
    expect(merged.code).toBe(1);
    expect(merged.err + merged.out).toContain("sets/show one.opto: warm: both sides changed cutoff. Ours stays.");
    expect(warm()).toMatchObject({ cutoff: 5_000 });
    const { conflicts } = JSON.parse(readFileSync(file("show one.opto.conflicts.json"), "utf8"));
    expect(conflicts).toMatchObject([{ row: "warm" }, { row: "warm" }]);
    expect((await git("status", "--porcelain")).out).toMatch(/^UU .*show one\.opto/m);
    await git("merge", "--abort");
  });

  it("lets git show differences as lines", async () => {
    const { out } = await git("diff", "main", "bright", "--", ".");
    expect(out).toContain("\n-warm: resonance 0.2\n+warm: resonance 0.9\n");
    expect(out).toContain("\n+cable lfo.value → warm.cutoff\n");
  });

  it("says where there is no repository", async () => {
    const { code, err } = await optophone("git-setup");
    expect([code, err]).toEqual([1, `${folder}: This folder is in no git repository. Make one with git init.\n`]);
  });
});

describe("what can't be read", () => {
  mkdirSync(join(folder, "folder.opto"));
  write("broken.opto", '{"format":');
  write("latin.opto", Buffer.from(patchText().replace("Test", "Caf\u00e9"), "latin1"));

  it.each([
    ["missing.opto", "There is no such file."],
    ["folder.opto", "This is a folder, not a file."],
    ["broken.opto", ""],
    ["latin.opto", "This is no UTF-8 text."],
  ])("%s ends each command with 2 and a sentence that names it", async (name, reason) => {
    write("left.opto", "as it was");
    const ended = await Promise.all([
      optophone("diff", BASE, name),
      optophone("diff", name, BASE, "--json"),
      optophone("merge", BASE, name, BASE, "-o", "left.opto"),
      optophone("merge", name, BASE, BASE, "-o", "left.opto"),
      optophone("fmt", name, BASE, "--check"),
    ]);
    for (const { code, err } of ended) {
      expect(code).toBe(2);
      expect(err.startsWith(`${name}: ${reason}`)).toBe(true);
      expect(err).not.toContain("    at ");
    }
    expect(read("left.opto")).toBe("as it was");
  });
});
