import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { meterWasm } from "./meter-wasm.mjs";

const source = readFileSync(new URL("../node_modules/wasmoon/dist/glue.wasm", import.meta.url));

it("puts a check into every loop, and the result is valid and exports the counter", () => {
  const { bytes, loops } = meterWasm(source, { pages: 17 });
  expect(loops).toBe(640);
  const names = WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(bytes))).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["fuel", "fuelOut", "lua_pcallk"]));
});

it("takes its memory from outside, changes no other import, no export and grows the binary by less than a tenth", () => {
  const { bytes } = meterWasm(source, { pages: 17 });
  const before = new WebAssembly.Module(Uint8Array.from(source));
  const after = new WebAssembly.Module(Uint8Array.from(bytes));
  expect(WebAssembly.Module.imports(after)).toEqual([
    ...WebAssembly.Module.imports(before),
    { module: "env", name: "memory", kind: "memory" },
  ]);
  expect(WebAssembly.Module.exports(after).slice(0, -2)).toEqual(WebAssembly.Module.exports(before));
  expect(bytes.length).toBeLessThan(source.length * 1.1);
});

it("refuses a module that ends too early", () => {
  expect(() => meterWasm(source.subarray(0, 100_000), { pages: 17 })).toThrow();
});
