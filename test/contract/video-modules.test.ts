import { describe, expect, test } from "vitest";
import type { ModuleDefinition, VideoRealisation } from "#engine/module-definition.ts";
import { MODULES } from "#modules/index.ts";

type Shaded = Extract<VideoRealisation, { fragment: string }>;

const shaded = MODULES.flatMap((definition) =>
  definition.video && "fragment" in definition.video ? [[definition, definition.video] as const] : [],
);

const uniformName = (key: string) => `u${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/** What every fragment may use without declaring it, see `VideoRealisation`. */
const COMMON = ["uSize", "uTime", "uDelta", "uBeat", "uSeed"];

/** What a fragment must use beside its parameters and inputs, or it isn't of its kind. */
const OF_KIND: Readonly<Record<Shaded["kind"], readonly string[]>> = {
  pass: [],
  feedback: ["uPrevious"],
  separable: ["uDirection"],
  signal: ["uSignal"],
};

const OF_SIGNAL = { waveform: ["uTrigger", "uTrace"], spectrum: ["uNewest"] } as const;

function builtins(video: Shaded): readonly string[] {
  return [...OF_KIND[video.kind], ...(video.kind === "signal" ? OF_SIGNAL[video.source] : [])];
}

const videoInputs = (definition: ModuleDefinition) =>
  Object.entries(definition.inputs)
    .filter(([, { signal }]) => signal === "video")
    .map(([key]) => key);

/** Names that begin like uniforms, comments apart. */
function used(fragment: string): Set<string> {
  const code = fragment.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  return new Set(code.match(/\bu[A-Z]\w*/g));
}

describe.each(shaded.map(([definition, video]) => [definition.type, definition, video] as const))(
  "%s",
  (_, definition, video) => {
    const parameters = Object.keys(definition.parameters);
    const inputs = videoInputs(definition);
    const names = used(video.fragment);

    test("uses nothing it doesn't declare", () => {
      const known = new Set([
        ...COMMON,
        ...builtins(video),
        ...parameters.map(uniformName),
        ...inputs.flatMap((key) => [uniformName(key), `${uniformName(key)}Connected`]),
        ...(parameters.includes("speed") ? ["uPhase"] : []),
      ]);
      expect([...names].filter((name) => !known.has(name))).toEqual([]);
    });

    test("uses every parameter, every picture and all that its kind gives", () => {
      const unused = parameters.filter(
        (key) => !names.has(uniformName(key)) && !(key === "speed" && names.has("uPhase")),
      );
      expect(unused).toEqual([]);
      expect(inputs.filter((key) => !names.has(uniformName(key)))).toEqual([]);
      expect(builtins(video).filter((name) => !names.has(name))).toEqual([]);
    });

    test("gives no parameter the name of something every fragment has", () => {
      const taken = new Set([
        ...COMMON,
        ...builtins(video),
        "uPhase",
        "uPrevious",
        "uSignal",
        "uTrigger",
        "uTrace",
        "uNewest",
      ]);
      expect([...parameters, ...inputs].map(uniformName).filter((name) => taken.has(name))).toEqual([]);
    });

    test("defines one effect and leaves versions, precision and outputs to the renderer", () => {
      expect(video.fragment.match(/vec4\s+effect\s*\(\s*vec2\s+\w+\s*\)/g)).toHaveLength(1);
      expect(video.fragment).not.toMatch(/#version|\bprecision\s|\buniform\s|\bvoid\s+main\b|gl_FragColor/);
    });
  },
);

describe("pictures from files and sound", () => {
  const drawing = (kind: VideoRealisation["kind"]) => MODULES.filter(({ video }) => video?.kind === kind);

  test.each(drawing("clip").map((definition) => [definition.type, definition] as const))(
    "%s has what a playhead needs",
    (_, definition) => {
      for (const key of ["speed", "position", "start", "end", "mode", "fit"])
        expect(definition.parameters).toHaveProperty(key);
      expect(definition.parameters.mode).toMatchObject({ options: ["loop", "once", "ping-pong"] });
      expect(definition.parameters.fit).toMatchObject({ options: ["cover", "contain", "stretch"] });
    },
  );

  test.each(drawing("voices").map((definition) => [definition.type, definition] as const))(
    "%s has what its pictures follow",
    (_, definition) => {
      for (const key of ["speed", "start", "end"]) expect(definition.parameters).toHaveProperty(key);
      expect(definition.parameters.mode).toMatchObject({ options: ["once", "one-shot", "loop"] });
      expect(definition.audio?.telemetryWords).toBeGreaterThan(0);
    },
  );

  test.each(drawing("signal").map((definition) => [definition.type, definition] as const))(
    "%s hears what it draws",
    (_, definition) => {
      expect(Object.values(definition.inputs).map(({ signal }) => signal)).toEqual(["audio"]);
      expect(definition.audio?.kernel).toBe("scope");
    },
  );

  test.each(["clip", "image"] as const)("content of a module that draws a file: %s", (kind) => {
    for (const { content } of drawing(kind)) {
      expect(content?.problem({ asset: 3 })).toBeUndefined();
      for (const wrong of [null, [], "clip", { asset: "kick.webm" }, { asset: 0 }, { asset: 1.5 }])
        expect(content?.problem(wrong), JSON.stringify(wrong)).toMatch(/^[^a-z].*\.$/);
    }
  });
});
