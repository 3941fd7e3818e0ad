import { namedAssets } from "./asset-references.ts";
import type { Content, ModuleDefinition, Registry, StoredSettings } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { defaultValues, parameterIndices, storedValue, type WrittenValue, writtenValues } from "./parameter-value.ts";
import { definitionOf, type Module, type Patch } from "./patch.ts";

/** What files and fragments say of a module's settings, its media as the patch numbers them. */
interface WrittenModule {
  readonly type: string;
  readonly version: number;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly content?: Content | undefined;
}

/** A module's settings as the patch keeps them. Those of a placeholder have no values. */
export interface ReadModule {
  /** Missing of a placeholder. */
  readonly definition?: ModuleDefinition;
  readonly row: Pick<Module, "content" | "unknown" | "keptParameters">;
  readonly values?: readonly number[];
  /** What is wrong, each with the field it is in, like `.parameters.cutoff`. */
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
}

/**
 * Reads a module's settings, those of an earlier version brought up to date. A module of a type or version this build doesn't
 * know becomes a placeholder; parameters it doesn't know are kept.
 */
export function readModule(registry: Registry, written: WrittenModule): ReadModule {
  const { type, version, content } = written;
  const definition = registry.get(type);
  if (!definition || version > definition.version) return placeholder(written);
  const problems: { field: string; reason: string }[] = [];
  const stored = { parameters: written.parameters ?? {}, ...(content && { content }) } as StoredSettings;
  const current = migrated(definition, stored, version);
  if (!current.ok) return { definition, row: {}, problems: [{ field: "", reason: current.reason }] };
  const values = defaultValues(definition).slice();
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(current.value.parameters)) {
    const index = parameterIndices(definition).get(key);
    const parameter = index === undefined ? undefined : definition.parameters[key];
    if (index === undefined || !parameter) {
      kept[key] = value;
      continue;
    }
    const number = storedValue(parameter, value);
    if (number.ok) values[index] = number.value;
    else problems.push({ field: `.parameters.${key}`, reason: `${number.reason}.` });
  }
  const held = current.value.content ?? definition.content?.default;
  const reason = current.value.content && contentReason(definition, current.value.content);
  if (reason !== undefined) problems.push({ field: ".content", reason });
  const row = { ...(held && { content: held }), ...(Object.keys(kept).length > 0 && { keptParameters: kept }) };
  return { definition, row, values, problems };
}

function placeholder({ version, parameters = {}, content }: WrittenModule): ReadModule {
  const values: Record<string, WrittenValue> = {};
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parameters)) {
    if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") values[key] = value;
    else kept[key] = value;
  }
  const row = {
    ...(content && { content }),
    ...(Object.keys(kept).length > 0 && { keptParameters: kept }),
    unknown: { version, parameters: values },
  };
  return { row, problems: [] };
}

function migrated(definition: ModuleDefinition, stored: StoredSettings, version: number): Outcome<StoredSettings> {
  if (version >= definition.version || !definition.migrate) return done(stored);
  try {
    return done(definition.migrate(stored, version));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refused(`its settings of version ${version} can't be brought up to date: ${why}`);
  }
}

function contentReason(definition: ModuleDefinition, content: Content): string | undefined {
  if (!definition.content) return `a ${definition.title.toLowerCase()} has none.`;
  return definition.content.problem(content);
}

/** A module's settings as files and fragments write them: what {@link readModule} reads. */
export function writtenModule(patch: Patch, registry: Registry, module: Module) {
  const { id, type, unknown, bypassed, content, keptParameters, kept } = module;
  const definition = definitionOf(registry, module);
  const pattern = patch.patterns.get(patch.bindings.get(id) ?? 0);
  const values = definition ? writtenValues(definition, patch.parameters.get(id) ?? []) : unknown?.parameters;
  return {
    type,
    version: unknown?.version ?? definition?.version ?? 1,
    ...(bypassed && { bypassed }),
    parameters: { ...values, ...keptParameters } as Readonly<Record<string, WrittenValue>>,
    ...(content && { content: { ...namedAssets(content, patch.assets) } }),
    ...(pattern && { pattern: pattern.name }),
    ...kept,
  };
}
