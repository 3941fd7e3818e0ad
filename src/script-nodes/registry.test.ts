import { expect, it } from "vitest";
import { createScriptEngineRegistry } from "./registry.ts";
import { toyPlugin } from "./testing/toy-plugin.ts";

it("finds a language by id, alias and file ending, whatever the case", () => {
  const registry = createScriptEngineRegistry();
  expect(registry.register(toyPlugin()).ok).toBe(true);
  for (const name of ["toy", "TOY", "t", "song.toy", "dir/Song.TOY"]) {
    expect(registry.resolve(name)).toMatchObject({ ok: true, value: { id: "toy" } });
  }
});

it("says what there is when asked for something else", () => {
  const registry = createScriptEngineRegistry();
  registry.register(toyPlugin());
  expect(registry.resolve("song.rb")).toEqual({
    ok: false,
    reason: "There is no script language for “song.rb”. There is: toy (.toy).",
  });
});

it.each([
  ["id", { id: "toy" }],
  ["alias", { id: "other", aliases: ["T"], extensions: [] }],
  ["ending", { id: "other", aliases: [], extensions: [".toy"] }],
])("refuses a second plugin with the same %s and keeps the first", (_, clash) => {
  const registry = createScriptEngineRegistry();
  registry.register(toyPlugin());
  expect(registry.register({ ...toyPlugin(), ...clash })).toMatchObject({ ok: false });
  expect(registry.list()).toHaveLength(1);
});

it("refuses a plugin made for another version of the bridge", () => {
  const registry = createScriptEngineRegistry();
  expect(registry.register({ ...toyPlugin(), apiVersion: 2 as 1 })).toMatchObject({ ok: false });
});

it("takes a plugin out again", () => {
  const registry = createScriptEngineRegistry();
  const registered = registry.register(toyPlugin());
  if (registered.ok) registered.value();
  expect(registry.resolve("toy").ok).toBe(false);
  expect(registry.register(toyPlugin()).ok).toBe(true);
});
