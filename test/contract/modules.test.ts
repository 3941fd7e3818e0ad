import { describe, expect, test } from "vitest";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { fragmentFromExample } from "#engine/fragment.ts";
import type { ModuleDefinition, Port } from "#engine/module-definition.ts";
import { clampParameter } from "#engine/parameter.ts";
import { SIGNALS } from "#engine/signal.ts";
import { registry } from "#modules/index.ts";

const FILES = Object.keys(import.meta.glob("/src/modules/*/*.ts"));
const KEY = /^[a-z][A-Za-z0-9]*$/;
const SENTENCE = /^[A-Z][^.!?]*\.$/;

const allPorts = (d: ModuleDefinition): [string, Port][] => [...Object.entries(d.inputs), ...Object.entries(d.outputs)];

test("there are modules to hold to this contract", () => expect(registry.all().length).toBeGreaterThan(0));

describe.each(registry.all().map((definition) => [definition.type, definition] as const))("%s", (type, definition) => {
  const [kind, name] = type.split(".");

  test("is called after its kind and its file", () => {
    expect(kind).toBe(definition.kind);
    expect(FILES).toContain(`/src/modules/${kind}/${name}.ts`);
  });

  test("says what it is in one sentence, and how to use it", () => {
    expect(definition.summary).toMatch(SENTENCE);
    expect(definition.help.trim().length).toBeGreaterThan(definition.summary.length / 2);
    expect(definition.title.trim()).not.toBe("");
  });

  test("has ports with plain keys, labels and known signals", () => {
    for (const [key, port] of allPorts(definition)) {
      expect(key).toMatch(KEY);
      expect(port.label.trim()).not.toBe("");
      expect(SIGNALS).toContain(port.signal);
    }
  });

  test("has parameters with defaults that lie in their own domain", () => {
    for (const [key, parameter] of Object.entries(definition.parameters)) {
      expect(key).toMatch(KEY);
      expect(parameter.label.trim()).not.toBe("");
      expect(parameter.summary, key).toMatch(/\.$/);
      expect(clampParameter(parameter, parameter.default), key).toBeCloseTo(parameter.default, 9);
      if (parameter.kind === "choice") expect(parameter.optionLabels).toHaveLength(parameter.options.length);
    }
  });

  test("shows parameters it has on its face, four at most", () => {
    const face = definition.face ?? [];
    expect(face.length).toBeLessThanOrEqual(4);
    expect(new Set(face).size).toBe(face.length);
    for (const key of face) expect(Object.keys(definition.parameters)).toContain(key);
  });

  test("carries like to like while bypassed", () => {
    for (const [output, input] of Object.entries(definition.bypass ?? {}))
      expect(definition.inputs[input]?.signal).toBe(definition.outputs[output]?.signal);
  });

  test("is found by words that are not its title already", () => {
    const aliases = definition.aliases ?? [];
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(aliases.map((alias) => alias.toLowerCase())).not.toContain(definition.title.toLowerCase());
  });

  test("accepts its own default content", () => {
    expect(definition.content?.problem(definition.content.default)).toBeUndefined();
  });

  test("has an example that uses it, with modules and parameters that exist", () => {
    const modules = Object.values(definition.example.modules);
    expect(modules.map((module) => module.type)).toContain(type);
    for (const module of modules) {
      const known = registry.get(module.type);
      expect(known, module.type).toBeDefined();
      for (const key of Object.keys(module.parameters ?? {}))
        expect(Object.keys(known?.parameters ?? {})).toContain(key);
    }
  });

  test("has an example that can be put into a patch, whole, and taken back", () => {
    const engine = createEngine({ registry });
    const before = engine.snapshot().patch;
    const fragment = fragmentFromExample(definition, registry);
    expect(engine.submit(COMMANDS.insertFragment({ fragment, position: { x: 0, y: 0 } }))).toMatchObject({ ok: true });
    const { modules, connections } = engine.snapshot().patch;
    expect(modules.size).toBe(Object.keys(definition.example.modules).length);
    expect(connections.size).toBe(definition.example.connections.length);
    expect([...modules.values()].every((module) => registry.get(module.type))).toBe(true);
    expect(engine.undo()).toMatchObject({ ok: true });
    // Ids stay spent, so that none ever means two things.
    expect({ ...engine.snapshot().patch, nextId: before.nextId }).toEqual(before);
  });

  test("has an example whose cables join like to like", () => {
    const at = (end: string) => {
      const [module = "", port = ""] = end.trim().split(".");
      const example = definition.example.modules[module];
      const target = example && registry.get(example.type);
      const content = target?.content;
      return { target, port, dynamic: content?.ports?.(content.default) };
    };
    for (const cable of definition.example.connections) {
      const [left = "", right = ""] = cable.split("->");
      const from = at(left);
      const to = at(right);
      const output = from.target?.outputs[from.port] ?? from.dynamic?.outputs[from.port];
      const input = to.target?.inputs[to.port] ?? to.dynamic?.inputs[to.port];
      expect(output, cable).toBeDefined();
      const parameter = to.target?.parameters[to.port]?.kind === "number" ? "control" : undefined;
      expect(input?.signal ?? parameter, cable).toBe(output?.signal);
    }
  });
});
