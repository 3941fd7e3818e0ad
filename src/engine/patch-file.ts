import { isAway } from "./away.ts";
import { broughtUpToDate, FILE_VERSION } from "./file-versions.ts";
import type { Kept } from "./kept.ts";
import { writtenModule } from "./module-codec.ts";
import type { Registry } from "./module-definition.ts";
import { modulePath } from "./name-index.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Connection, Endpoint, Module, Patch, Snapshot, Step } from "./patch.ts";
import { EMPTY_STEP } from "./patch.ts";
import { PatchReader } from "./patch-reader.ts";
import {
  type FileConnection,
  type FileModule,
  type FileStep,
  listedProblems,
  patchSchema,
  schemaProblems,
} from "./patch-schema.ts";
import { parseSafeJson } from "./safe-json.ts";
import { inOrder } from "./table.ts";

/**
 * Reads the text of a patch file. Refuses a broken one and says of up to ten faults where each is and what would be right. Modules this
 * build doesn't know become placeholders that keep all their data and cables. Never throws.
 */
export function parsePatch(text: string, registry: Registry): Outcome<Snapshot> {
  try {
    return readPatch(text, registry);
  } catch (error) {
    return refused(`The file can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readPatch(text: string, registry: Registry): Outcome<Snapshot> {
  const json = parseSafeJson(text);
  if (!json.ok) return json;
  const current = migrated(json.value);
  if (!current.ok) return current;
  const parsed = patchSchema.safeParse(current.value);
  if (!parsed.success) return refused(listedProblems(schemaProblems(parsed.error, current.value)));
  const reader = new PatchReader(parsed.data, registry);
  const snapshot = reader.read();
  return reader.problems.length > 0 ? refused(listedProblems(reader.problems)) : done(snapshot);
}

function migrated(value: unknown): Outcome<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refused("This is no patch file: it holds no object.");
  const file = value as Readonly<Record<string, unknown>>;
  if (file.format !== "optophone-patch")
    return refused("format: this is no Optophone patch (its format is “optophone-patch”).");
  if (typeof file.version === "number" && file.version > FILE_VERSION) {
    return refused(
      `version: the file was written by a newer Optophone (file version ${file.version}, this one reads up to ${FILE_VERSION}).`,
    );
  }
  return done(broughtUpToDate(file));
}

/**
 * A patch as the text of its file: JSON with keys in the schema's order, a module or a cable a line, places apart from meaning,
 * so that a difference between two versions reads well. Rows come in the order they were made. What was read is written back alike.
 * Cables at ports that are away are left out.
 */
export function serialisePatch(snapshot: Snapshot, registry: Registry): string {
  const { patch, transport } = snapshot;
  const { transport: keptTransport, ...keptSections } = patch.kept;
  const modules = inOrder(patch.modules);
  const layout = modules.map(([id, module]) => {
    const { x, y } = patch.layout.get(id) ?? { x: 0, y: 0 };
    return [modulePath(patch, module), x, y];
  });
  const sections: readonly (readonly [string, string])[] = [
    ["format", JSON.stringify("optophone-patch")],
    ["version", String(FILE_VERSION)],
    ["name", JSON.stringify(patch.name)],
    ["seed", String(patch.seed)],
    [
      "transport",
      JSON.stringify({ bpm: transport.bpm, beatsPerBar: transport.beatsPerBar, ...asObject(keptTransport) }),
    ],
    ["modules", rows(modules.map(([, module]) => fileModule(patch, registry, module)))],
    [
      "connections",
      rows(
        inOrder(patch.connections).flatMap(([, connection]) =>
          isAway(patch, registry, connection) ? [] : [fileConnection(patch, connection)],
        ),
      ),
    ],
    [
      "patterns",
      rows(
        inOrder(patch.patterns).map(([, { name, stepsPerBeat, steps, kept }]) => ({
          name,
          stepsPerBeat,
          steps: steps.map(fileStep),
          ...kept,
        })),
      ),
    ],
    ["assets", rows(inOrder(patch.assets).map(([, row]) => fileRow(row)))],
    ["presets", rows(inOrder(patch.presets).map(([, row]) => fileRow(row)))],
    ["layout", rows(layout)],
    ...Object.entries(keptSections).map(([key, value]) => [key, JSON.stringify(value)] as const),
  ];
  return `{\n${sections.map(([key, text]) => `  ${JSON.stringify(key)}: ${text}`).join(",\n")}\n}\n`;
}

/** A row of which everything but its id is written as it is. */
function fileRow<T extends { readonly id: number; readonly kept?: Kept }>({ id: _, kept, ...row }: T) {
  return { ...row, ...kept };
}

const asObject = (value: unknown) => (typeof value === "object" ? value : undefined);

const rows = (values: readonly unknown[]): string => `[${lines(values.map((value) => JSON.stringify(value)))}]`;

const lines = (texts: readonly string[]): string =>
  texts.length === 0 ? "" : `\n${texts.map((text) => `    ${text}`).join(",\n")}\n  `;

function fileModule(patch: Patch, registry: Registry, module: Module): FileModule {
  const parent = module.parent === null ? undefined : patch.modules.get(module.parent);
  return {
    name: module.name,
    ...(parent && { in: modulePath(patch, parent) }),
    ...writtenModule(patch, registry, module),
  };
}

function fileConnection(patch: Patch, connection: Connection): FileConnection {
  const { from, to, amount, offset, active, kept } = connection;
  return {
    from: place(patch, from),
    to: place(patch, to),
    ...(amount !== 1 && { amount }),
    ...(offset !== 0 && { offset }),
    ...(!active && { active }),
    ...kept,
  };
}

function place(patch: Patch, { module: id, port }: Endpoint): string {
  const module = patch.modules.get(id);
  return `${module ? modulePath(patch, module) : id}.${port}`;
}

function fileStep(step: Step): FileStep | null {
  const written: FileStep = {
    ...(step.note !== EMPTY_STEP.note && { note: step.note }),
    ...(step.volume !== EMPTY_STEP.volume && { volume: step.volume }),
    ...(step.length !== EMPTY_STEP.length && { length: step.length }),
    ...(step.chance !== EMPTY_STEP.chance && { chance: step.chance }),
  };
  return Object.keys(written).length === 0 ? null : written;
}
