// The pages of the reference that describe modules: one for each kind, and the list of all.
import { code, GENERATED, table } from "./markdown.mjs";

/** @typedef {import("#engine/module-definition.ts").ModuleDefinition} ModuleDefinition */
/** @typedef {import("#engine/module-definition.ts").ModuleKind} ModuleKind */
/** @typedef {import("#engine/module-definition.ts").Port} Port */
/** @typedef {import("#engine/parameter.ts").Parameter} Parameter */

/** @type {Readonly<Record<ModuleKind, string>>} */
const KIND_TITLES = {
  sequencer: "Sequencers",
  audio: "Sound",
  video: "Picture",
  control: "Control",
  script: "Scripts",
  io: "Inputs and outputs",
};

const pageOf = (/** @type {string} */ kind) => `modules-${kind}.md`;

/**
 * @param {readonly ModuleDefinition[]} definitions
 * @returns {[name: string, text: string][]}
 */
export function modulePages(definitions) {
  const kinds = [...new Set(definitions.map(({ kind }) => kind))];
  const ofKind = (/** @type {ModuleKind} */ kind) => definitions.filter((definition) => definition.kind === kind);
  return [
    ["README.md", overview(kinds, ofKind)],
    ...kinds.map((kind) => /** @type {[string, string]} */ ([pageOf(kind), kindPage(kind, ofKind(kind))])),
  ];
}

/**
 * @param {readonly ModuleKind[]} kinds
 * @param {(kind: ModuleKind) => readonly ModuleDefinition[]} ofKind
 */
function overview(kinds, ofKind) {
  return [
    GENERATED,
    "# Reference",
    "",
    "Every module of this build, and [every function a script can call](script-functions.md).",
    "",
    ...kinds.flatMap((kind) => [
      `## [${KIND_TITLES[kind]}](${pageOf(kind)})`,
      "",
      ...table(
        ["Module", "Type", "What it does"],
        ofKind(kind).map(({ title, type, summary }) => [
          `[${title}](${pageOf(kind)}#${anchor(title)})`,
          code(type),
          summary,
        ]),
      ),
    ]),
  ].join("\n");
}

/** The place of a heading in its page, as GitHub names it. */
const anchor = (/** @type {string} */ heading) => heading.toLowerCase().replaceAll(" ", "-");

/**
 * @param {ModuleKind} kind
 * @param {readonly ModuleDefinition[]} definitions
 */
function kindPage(kind, definitions) {
  return [GENERATED, `# ${KIND_TITLES[kind]}`, "", ...definitions.flatMap(moduleSection)].join("\n");
}

/** @param {ModuleDefinition} definition */
function moduleSection({ title, type, version, summary, help, aliases, inputs, outputs, parameters, bypass, example }) {
  const numbers = Object.values(parameters).some(({ kind }) => kind === "number");
  return [
    `## ${title}`,
    "",
    `${code(type)}, version ${version}. ${summary}`,
    "",
    help,
    "",
    ...table(["Port", "", "Signal", "Shown as"], [...portRows("in", inputs), ...portRows("out", outputs)]),
    ...table(
      ["Parameter", "Shown as", "Range", "Default", "Unit", "What it does"],
      Object.entries(parameters).map(([key, parameter]) => parameterRow(key, parameter)),
    ),
    ...(numbers ? ["Every number among them is a control input of the same name, too.", ""] : []),
    ...bypassLines(bypass),
    ...exampleLines(example),
    ...(aliases ? [`Also found as: ${aliases.join(", ")}.`, ""] : []),
  ];
}

/**
 * @param {string} direction
 * @param {Readonly<Record<string, Port>>} ports
 */
const portRows = (direction, ports) =>
  Object.entries(ports).map(([key, { signal, label, spare }]) => [
    code(key),
    direction,
    signal,
    spare ? `${label} (shown when the one before is in use)` : label,
  ]);

/**
 * @param {string} key
 * @param {Parameter} parameter
 */
function parameterRow(key, parameter) {
  const { label, summary } = parameter;
  if (parameter.kind === "toggle") {
    return [code(key), label, "on or off", parameter.default === 1 ? "on" : "off", "", summary];
  }
  if (parameter.kind === "choice") {
    const { options } = parameter;
    return [code(key), label, options.map(code).join(", "), code(options[parameter.default] ?? ""), "", summary];
  }
  const { min, max, step, curve, unit } = parameter;
  const range = [`${plain(min)} to ${plain(max)}`, ...(step ? [`in steps of ${plain(step)}`] : [])];
  if (curve === "exponential") range.push("in equal ratios");
  return [code(key), label, range.join(", "), plain(parameter.default), unit, summary];
}

/** A number as people write it, with a true minus sign. */
const plain = (/** @type {number} */ value) => String(value).replace("-", "−");

/** @param {ModuleDefinition["bypass"]} bypass */
function bypassLines(bypass) {
  const ways = Object.entries(bypass ?? {}).map(([output, input]) => `${code(output)} carries ${code(input)}`);
  return ways.length === 0 ? [] : [`Bypassed, ${ways.join(" and ")}.`, ""];
}

/** @param {ModuleDefinition["example"]} example */
function exampleLines({ connections }) {
  return connections.length === 0 ? [] : ["Its example:", "", "```", ...connections, "```", ""];
}
