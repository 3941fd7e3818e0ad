import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { PNG } from "pngjs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { sandboxObstacle } from "#scripts/chromium.mjs";

// Whole processes with a Chromium each, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "optophone-pictures-"));
afterAll(() => rmSync(folder, { recursive: true }));

function render(patch: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, "bin/optophone.js"), "render", patch, ...args], { cwd: folder });
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

const obstacle = sandboxObstacle();
/** What every render says first, once, where this machine can't have Chromium's sandbox. */
const UNFENCED = obstacle === undefined ? "" : `Chromium draws without its sandbox: ${obstacle}\n`;

/** A picture that turns with the beat and shows a clip with each note, and its sound. */
const PATCH = {
  format: "optophone-patch",
  version: 1,
  name: "Pictures",
  seed: 3,
  transport: { bpm: 120, beatsPerBar: 4 },
  modules: [
    { name: "notes", type: "sequencer.tracker", version: 1, pattern: "Line" },
    { name: "kick", type: "audio.sampler", version: 1, content: { asset: "kick", clip: "film" } },
    { name: "speakers", type: "io.audio-output", version: 1 },
    { name: "tunnel", type: "video.pattern", version: 1, parameters: { shape: "tunnel" } },
    { name: "both", type: "video.blend", version: 1, parameters: { mode: "screen", mix: 1 } },
    { name: "screen", type: "io.video-output", version: 1 },
  ],
  connections: [
    { from: "notes.notes", to: "kick.notes" },
    { from: "kick.sound", to: "speakers.audio" },
    { from: "tunnel.video", to: "both.a" },
    { from: "kick.picture", to: "both.b" },
    { from: "both.video", to: "screen.video" },
  ],
  patterns: [{ name: "Line", stepsPerBeat: 4, steps: [{ note: 60 }, null, null, null] }],
  assets: [
    { name: "kick", kind: "sound", path: "media/kick.wav", hash: "" },
    { name: "film", kind: "clip", path: "media/kick.webm", hash: "" },
  ],
  presets: [],
  layout: {},
};
const save = (name: string, patch: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(patch));
  return name;
};
mkdirSync(join(folder, "media"));
for (const name of ["kick.wav", "kick.webm"])
  writeFileSync(join(folder, "media", name), readFileSync(join(ROOT, "examples/media", name)));

const pixels = (file: string): PNG => PNG.sync.read(readFileSync(join(folder, file)));
const light = ({ data }: PNG): number =>
  data.reduce((sum, value, at) => (at % 4 === 3 ? sum : sum + value), 0) / data.length;

describe("pictures as files", () => {
  it("are lit, move, and repeat to the pixel", async () => {
    const file = save("pictures.opto", PATCH);
    const options = ["--seconds", "0.5", "--fps", "8", "--size", "96x54"];
    const first = await render(file, "--out", "a/%03d.png", ...options);
    expect(first).toEqual({ code: 0, out: "a/001.png and on: 4 pictures of 96 × 54 at 8 a second\n", err: UNFENCED });
    expect(readdirSync(join(folder, "a"))).toEqual(["001.png", "002.png", "003.png", "004.png"]);
    await render(file, "--out", "b/%03d.png", ...options);
    const a = readdirSync(join(folder, "a")).map((name) => pixels(`a/${name}`));
    const b = readdirSync(join(folder, "b")).map((name) => pixels(`b/${name}`));
    expect(a.map(({ width, height }) => [width, height])).toEqual(a.map(() => [96, 54]));
    for (const png of a) expect(light(png)).toBeGreaterThan(4);
    expect(a[0]?.data.equals(a[3]?.data ?? Buffer.alloc(0))).toBe(false);
    expect(a.map(({ data }) => data)).toEqual(b.map(({ data }) => data));
  });

  it("show the clip of a note that sounds", async () => {
    const clipOnly = PATCH.connections.filter(({ to }) => to !== "both.a");
    const silent = { ...PATCH, connections: clipOnly.filter(({ to }) => to !== "kick.notes") };
    const options = ["--seconds", "0.2", "--fps", "10", "--size", "96x54"];
    await render(save("clip.opto", { ...PATCH, connections: clipOnly }), "--out", "clip/%d.png", ...options);
    await render(save("silent.opto", silent), "--out", "silent/%d.png", ...options);
    expect(light(pixels("clip/2.png"))).toBeGreaterThan(light(pixels("silent/2.png")) + 2);
  });

  it("are refused when a clip is missing, by module and path", async () => {
    const assets = PATCH.assets.map((asset) => (asset.kind === "clip" ? { ...asset, path: "media/lost.webm" } : asset));
    const { code, err } = await render(
      save("lost.opto", { ...PATCH, assets }),
      "--out",
      "lost/%d.png",
      "--seconds",
      "0.1",
    );
    expect([code, err]).toEqual([1, `${UNFENCED}kick: media/lost.webm: There is no such file.\n`]);
  });

  it("are refused when a clip can't be decoded, by module and path, and none is left black", async () => {
    writeFileSync(join(folder, "media", "broken.webm"), "This is no film.");
    const assets = PATCH.assets.map((asset) =>
      asset.kind === "clip" ? { ...asset, path: "media/broken.webm" } : asset,
    );
    const { code, err } = await render(
      save("broken.opto", { ...PATCH, assets }),
      "--out",
      "broken/%d.png",
      "--seconds",
      "0.1",
    );
    expect([code, err]).toEqual([1, expect.stringContaining("kick: media/broken.webm: ")]);
    expect(existsSync(join(folder, "broken"))).toBe(false);
  });
});

describe("a film", () => {
  it("has every picture and all of the sound", async () => {
    const file = save("film.opto", PATCH);
    const ended = await render(file, "--out", "film.webm", "--seconds", "1", "--fps", "12", "--size", "128x72");
    expect(ended).toEqual({
      code: 0,
      out: "film.webm: 1 s, 128 × 72 at 12 pictures a second, stereo\n",
      err: UNFENCED,
    });
    const input = new Input({
      formats: ALL_FORMATS,
      source: new BufferSource(readFileSync(join(folder, "film.webm"))),
    });
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    if (!video || !audio) throw new Error("A track is missing.");
    expect([video.displayWidth, video.displayHeight]).toEqual([128, 72]);
    expect([audio.codec, audio.numberOfChannels, audio.sampleRate]).toEqual(["opus", 2, 48_000]);
    let pictures = 0;
    for await (const _ of new EncodedPacketSink(video).packets()) pictures++;
    expect(pictures).toBe(12);
    expect(Math.abs((await audio.computeDuration()) - 1)).toBeLessThan(0.05);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
