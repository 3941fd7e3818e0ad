import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { createKernels } from "#audio/node/kernels.ts";
import { renderOffline } from "#audio/offline.ts";
import { decodeWav, deinterleave } from "#audio/sounds/wav.ts";
import { parsePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";

// Whole processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PROGRAM = join(import.meta.dirname, "../../bin/optophone.js");
const folder = mkdtempSync(join(tmpdir(), "optophone-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function optophone(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder });
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

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

interface PatchParts {
  readonly modules?: readonly object[];
  readonly connections?: readonly object[];
  readonly patterns?: readonly object[];
  readonly assets?: readonly object[];
}

const patchText = (parts: PatchParts): string =>
  JSON.stringify({
    format: "optophone-patch",
    version: 1,
    name: "Test",
    seed: 7,
    transport: { bpm: 120, beatsPerBar: 4 },
    modules: [],
    connections: [],
    patterns: [],
    assets: [],
    presets: [],
    layout: {},
    ...parts,
  });

const NOTES = {
  modules: [
    { name: "notes", type: "sequencer.tracker", version: 1, pattern: "Line" },
    { name: "tone", type: "audio.oscillator", version: 1, parameters: { wave: "saw", gate: true } },
    { name: "speakers", type: "io.audio-output", version: 1, parameters: { level: -6 } },
  ],
  connections: [
    { from: "notes.notes", to: "tone.notes" },
    { from: "tone.audio", to: "speakers.audio" },
  ],
  patterns: [
    { name: "Line", stepsPerBeat: 4, steps: [{ note: 60 }, null, { note: 67, chance: 50 }, { note: 64, chance: 50 }] },
  ],
};

let built: SpawnSyncReturns<string>;
beforeAll(() => {
  built = spawnSync(process.execPath, [PROGRAM, "--version"], { encoding: "utf8" });
});

describe("asking", () => {
  it("builds what it needs without a word and tells its version", () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    expect([built.stdout, built.stderr, built.status]).toEqual([`${version}\n`, "", 0]);
  });

  it("explains itself on stdout when asked", async () => {
    const { code, out, err } = await optophone("--help");
    expect([code, err]).toEqual([0, ""]);
    for (const command of ["run", "render", "validate", "modules"]) expect(out).toContain(`  ${command}`);
  });

  it.each([[[]], [["sing"]], [["run"]], [["run", "a.lua", "--nope"]], [["render", "a.opto", "--out", "a.xyz"]]])(
    "answers %j with the usage on stderr",
    async (args: string[]) => {
      const { code, out, err } = await optophone(...args);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("Usage: optophone");
    },
  );

  it("lists every module, for people and for programs", async () => {
    const [text, json] = await Promise.all([optophone("modules"), optophone("modules", "--json")]);
    const listed = JSON.parse(json.out);
    expect(listed.map(({ type }: { type: string }) => type)).toEqual(registry.all().map(({ type }) => type));
    const filter = listed.find(({ type }: { type: string }) => type === "audio.filter");
    expect(filter.parameters).toContainEqual(
      expect.objectContaining({ key: "cutoff", unit: "Hz", min: 20, max: 20_000 }),
    );
    for (const { type } of registry.all()) expect(text.out).toContain(`${type}  `);
  });
});

describe("validate", () => {
  it("says a whole patch is ok", async () => {
    const file = write("good.opto", patchText(NOTES));
    expect(await optophone("validate", file)).toEqual({
      code: 0,
      out: "good.opto: ok, 3 modules and 2 cables\n",
      err: "",
    });
  });

  it("names what it keeps without knowing it, as a slip in writing would be", async () => {
    const modules = [{ name: "warm", type: "audio.filter", version: 1, parameters: { cutof: 200 } }];
    expect(await optophone("validate", write("slip.opto", patchText({ modules })))).toEqual({
      code: 0,
      out: "slip.opto: ok, 1 module and 0 cables\nslip.opto: modules[warm].parameters.cutof: audio.filter has no such parameter; kept as it is.\n",
      err: "",
    });
  });

  it("names file and place of every fault", async () => {
    const modules = [
      { name: "a b", type: "audio.filter", version: 1 },
      { name: "x", type: "audio.filter", version: "1" },
    ];
    const { code, out, err } = await optophone("validate", write("broken.opto", patchText({ modules })));
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^broken\.opto: modules\[a b\]\.name: .+\nbroken\.opto: modules\[x\]\.version: .+\n$/);
  });

  it("says when there is no such file", async () => {
    expect(await optophone("validate", "none.opto")).toEqual({
      code: 1,
      out: "",
      err: "none.opto: There is no such file.\n",
    });
  });
});

describe("run", () => {
  it("prints what the script prints, and hears its own changes", async () => {
    const script =
      'print("hello", 2) engine:onStateChange(function(s) print(s.clock.bpm) end) engine:getClock():setBPM(140)';
    expect(await optophone("run", write("a.lua", script))).toEqual({ code: 0, out: "hello\t2\n140\n", err: "" });
  });

  it("lets the engine go on for the seconds asked, in its own time", async () => {
    const script =
      "engine:getClock():play() local n = 0 engine:onFrame(function(t, beat) n = n + 1 if n % 60 == 1 then print(n, math.floor(beat + 0.1)) end end)";
    const { code, out } = await optophone("run", write("frames.lua", script), "--seconds", "3");
    expect([code, out]).toEqual([0, "1\t0\n61\t2\n121\t4\n"]);
  });

  it("works on the patch given, whatever the script's file is called", async () => {
    write("given.opto", patchText(NOTES));
    const script = write("script.txt", 'print(getParam("tone", "wave"))');
    expect(await optophone("run", script, "--engine", "lua", "--patch", "given.opto")).toEqual({
      code: 0,
      out: "saw\n",
      err: "",
    });
  });

  it("says which languages there are", async () => {
    const { code, err } = await optophone("run", write("a2.lua", ""), "--engine", "cobol");
    expect([code, err]).toEqual([2, "There is no script language for “cobol”. There is: lua (.lua).\n"]);
  });

  it("tells file, line and message of an error, after what was printed before it", async () => {
    const { code, out, err } = await optophone("run", write("fails.lua", 'print("before")\nlocal t\n\nprint(t.x)\n'));
    expect([code, out]).toEqual([1, "before\n"]);
    expect(err).toBe("fails.lua:4: attempt to index a nil value (local 't')\n");
  });

  it("tells errors of callbacks too, each once", async () => {
    const script = 'engine:onFrame(function()\n  error("ouch")\nend)';
    const { code, err } = await optophone("run", write("late.lua", script), "--seconds", "1");
    expect([code, err]).toEqual([1, "late.lua:2: ouch\n"]);
  });

  it.each([
    ["loop", "while true do end"],
    ["pcall", "while true do pcall(function() while true do end end) end"],
    ["memory", "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end"],
    ["search", 'string.find(("a"):rep(40), ("a?"):rep(40) .. ("a"):rep(40))'],
  ])("stops a hostile script: %s", async (name, source) => {
    const { code, err } = await optophone("run", write(`${name}.lua`, source));
    expect(code).toBe(3);
    expect(err).toMatch(new RegExp(`^${name}\\.lua(:1)?: .+\\n$`));
  });
});

describe("render to WAV", () => {
  const samplesOf = (name: string) => {
    const wav = decodeWav(new Uint8Array(readFileSync(join(folder, name))).buffer);
    if (!wav.ok) throw new Error(wav.reason);
    return wav.value;
  };
  const render = (patch: string, out: string, ...more: string[]) => optophone("render", patch, "--out", out, ...more);

  it("gives exactly the engine's samples, every time", async () => {
    const file = write("notes.opto", patchText(NOTES));
    const [one, two] = await Promise.all([
      render(file, "one.wav", "--seconds", "1.5"),
      render(file, "deep/two.wav", "--seconds", "1.5"),
    ]);
    expect([one.code, two.code, one.err]).toEqual([0, 0, ""]);
    expect(one.out).toContain("32-bit float");
    expect(readFileSync(join(folder, "one.wav")).equals(readFileSync(join(folder, "deep/two.wav")))).toBe(true);
    const snapshot = parsePatch(patchText(NOTES), registry);
    if (!snapshot.ok) throw new Error(snapshot.reason);
    const kernels = await createKernels();
    const options = { snapshot: snapshot.value, registry, ops: kernelOp, kernels, samples: new Map(), seconds: 1.5 };
    const [left, right] = deinterleave(renderOffline(options).samples);
    const { channels, sampleRate } = samplesOf("one.wav");
    expect(sampleRate).toBe(48_000);
    expect(Math.max(...left)).toBeGreaterThan(0.01);
    expect(channels).toEqual([left, right]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("takes its chances from the seed", async () => {
    const file = write("dice.opto", patchText(NOTES));
    const seeds = ["1", "1", "2", "3"];
    const ended = await Promise.all(
      seeds.map((seed, at) => render(file, `seed${at}.wav`, "--seconds", "2", "--seed", seed)),
    );
    expect(ended.map(({ code }) => code)).toEqual(seeds.map(() => 0));
    const [first, again, ...others] = seeds.map((_, at) => readFileSync(join(folder, `seed${at}.wav`)));
    expect(first).toEqual(again);
    expect(others.some((other) => first && !other.equals(first))).toBe(true);
  });

  it("steps the patch's scripts in lockstep", async () => {
    const source =
      'setParam("speakers", "level", -60) engine:onFrame(function(t) if t > 0.5 then setParam("speakers", "level", -6) end end)';
    const modules = [...NOTES.modules, { name: "fader", type: "script.lua", version: 1, content: { source } }];
    const file = write("fader.opto", patchText({ ...NOTES, modules }));
    const ended = await Promise.all(["a", "b"].map((name) => render(file, `fader-${name}.wav`, "--seconds", "1")));
    expect(ended.map(({ code, err }) => [code, err])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect(readFileSync(join(folder, "fader-a.wav"))).toEqual(readFileSync(join(folder, "fader-b.wav")));
    const left = samplesOf("fader-a.wav").channels[0] ?? new Float32Array();
    const peak = (from: number, to: number) => Math.max(...left.subarray(from, to).map(Math.abs));
    expect(peak(30_000, 48_000)).toBeGreaterThan(50 * peak(12_000, 24_000));
  });

  it("ends with what stopped a script that never answers, and renders on", async () => {
    const source = 'engine:onFrame(function()\n  string.find(("a"):rep(400) .. "b", ".-.-.-.-c$")\nend)';
    const bomb = { name: "bomb", type: "script.lua", version: 1, content: { source } };
    const file = write("bomb.opto", patchText({ ...NOTES, modules: [...NOTES.modules, bomb] }));
    const { code, err } = await render(file, "bomb.wav", "--seconds", "0.2");
    expect(code).toBe(3);
    expect(err).toMatch(/^bomb(:2)?: /);
    expect(samplesOf("bomb.wav").channels[0]).toHaveLength(9_600);
  });

  it("renders on when a script of the patch fails, and says so", async () => {
    const bad = { name: "bad", type: "script.lua", version: 1, content: { source: "\nboom()" } };
    const file = write("bad.opto", patchText({ ...NOTES, modules: [...NOTES.modules, bad] }));
    const { code, err } = await render(file, "bad.wav", "--seconds", "0.1");
    expect([code, err]).toEqual([1, "bad:2: attempt to call a nil value (global 'boom')\n"]);
    expect(samplesOf("bad.wav").channels[0]).toHaveLength(4_800);
  });

  it("names module and path of media that are missing", async () => {
    const sampler = { name: "kick", type: "audio.sampler", version: 1, content: { asset: "kick" } };
    const assets = [{ name: "kick", kind: "sound", path: "media/boom.wav", hash: "" }];
    const { code, err } = await render(write("lost.opto", patchText({ modules: [sampler], assets })), "lost.wav");
    expect([code, err]).toEqual([1, "kick: media/boom.wav: There is no such file.\n"]);
  });

  it("refuses a patch that reaches out of its folder", async () => {
    const assets = [{ name: "kick", kind: "sound", path: "../boom.wav", hash: "" }];
    const { code, err } = await render(write("out.opto", patchText({ assets })), "out.wav");
    expect(code).toBe(1);
    expect(err).toContain("out.opto: assets[kick].path: ");
  });

  it("says when it can't write", async () => {
    write("taken", "a file, not a folder");
    const { code, err } = await render(write("w.opto", patchText(NOTES)), "taken/a.wav", "--seconds", "0.1");
    expect(code).toBe(1);
    expect(err).toMatch(/^taken\/a\.wav: It can't be written\./);
  });
});
