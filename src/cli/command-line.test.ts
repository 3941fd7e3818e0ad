import { describe, expect, it } from "vitest";
import { parseCommandLine } from "./command-line.ts";

const asked = (line: string) => {
  const request = parseCommandLine(line.split(" ").filter((word) => word !== ""));
  return request.ok ? request.value : request.reason;
};

describe("what is understood", () => {
  it.each([
    ["--help", { command: "help" }],
    ["render --help", { command: "help" }],
    ["--version", { command: "version" }],
    ["modules", { command: "modules", json: false }],
    ["modules --json", { command: "modules", json: true }],
    ["validate a.opto", { command: "validate", patch: "a.opto" }],
    ["run a.lua", { command: "run", script: "a.lua", seconds: 0 }],
    ["diff a.opto b.opto", { command: "diff", before: "a.opto", after: "b.opto", as: "words" }],
    ["diff a.opto --json b.opto", { command: "diff", before: "a.opto", after: "b.opto", as: "json" }],
    ["diff --commands a.opto b.opto", { command: "diff", before: "a.opto", after: "b.opto", as: "commands" }],
    ["merge b o t -o out", { command: "merge", base: "b", ours: "o", theirs: "t", out: "out", name: "out" }],
    ["merge b o t -o x --name p", { command: "merge", base: "b", ours: "o", theirs: "t", out: "x", name: "p" }],
    ["text --raw-if-broken a", { command: "text", patch: "a", rawIfBroken: true }],
    ["git-setup", { command: "git-setup" }],
    ["fmt --check a b", { command: "fmt", files: ["a", "b"], check: true }],
    [
      "run --engine lua a.txt --patch p.opto --seconds 2.5",
      { command: "run", script: "a.txt", engine: "lua", patch: "p.opto", seconds: 2.5 },
    ],
    [
      "render p.opto --out a.wav",
      { command: "render", patch: "p.opto", target: { kind: "wav", out: "a.wav" }, seconds: 10 },
    ],
    [
      "render p.opto --out a.WAV --seconds 3 --seed 4294967295",
      { command: "render", patch: "p.opto", target: { kind: "wav", out: "a.WAV" }, seconds: 3, seed: 4_294_967_295 },
    ],
    [
      "render p.opto --out f/%05d.png",
      {
        command: "render",
        patch: "p.opto",
        target: { kind: "frames", out: "f/%05d.png", width: 1280, height: 720, fps: 30 },
        seconds: 10,
      },
    ],
    [
      "render p.opto --out a.webm --size 640x360 --fps 29.97",
      {
        command: "render",
        patch: "p.opto",
        target: { kind: "webm", out: "a.webm", width: 640, height: 360, fps: 29.97 },
        seconds: 10,
      },
    ],
  ])("%s", (line, request) => {
    expect(asked(line)).toEqual(request);
  });
});

describe("what is refused, by name", () => {
  it.each([
    ["", "A command is missing."],
    ["sing", "There is no command “sing”."],
    ["toString", "There is no command “toString”."],
    ["--loud", "“--loud” is no option that can stand before a command."],
    ["run", "run needs a script file."],
    ["diff a.opto", "diff takes two patch files: diff BEFORE AFTER."],
    ["diff a b c", "diff takes two patch files: diff BEFORE AFTER."],
    ["diff a b --json --commands", "diff takes --json or --commands, not both."],
    ["merge b o -o out", "merge takes three patch files: merge BASE OURS THEIRS -o OUT."],
    ["merge b o t", "merge needs -o OUT, the file for the result."],
    ["fmt", "fmt needs one patch file or more."],
    ["run a.lua b.lua", "run takes a script file only; “b.lua” is one too many."],
    ["run a.lua --seconds -1", /seconds/],
    ["run a.lua --seconds=1e9", "--seconds takes a number from 0 to 3600, not “1e9”."],
    ["run a.lua --speed 2", /--speed/],
    ["modules extra", /extra/],
    ["render p.opto", "render needs --out FILE."],
    ["render p.opto --out a.mp3", "--out ends in .wav, .png or .webm, not like “a.mp3”."],
    ["render p.opto --out a.png", "--out of pictures says where their number goes, as in frames/%05d.png."],
    ["render p.opto --out a.wav --fps 30", "--size and --fps are for pictures; a .wav has none."],
    ["render p.opto --out a.webm --size 641x360", "--size of a .webm takes even numbers; others work for .png."],
    ["render p.opto --out a.webm --size big", /^--size is like 1280x720/],
    ["render p.opto --out a.webm --size 8x8", /^--size is like 1280x720/],
    ["render p.opto --out a.webm --fps 0", "--fps takes a number from 1 to 240, not “0”."],
    ["render p.opto --out a.wav --seconds 0", "--seconds of a render is above 0."],
    ["render p.opto --out a.wav --seed 1.5", "--seed takes a whole number."],
    ["render p.opto --out a.wav --seed 4294967296", /--seed/],
  ])("%s", (line, reason) => {
    if (typeof reason === "string") expect(asked(line)).toBe(reason);
    else expect(asked(line)).toMatch(reason);
  });
});
