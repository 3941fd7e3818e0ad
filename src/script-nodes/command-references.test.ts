import { expect, it } from "vitest";
import { bindPattern, connect, moveModules, removeModules, setParameters } from "#engine/command.ts";
import { withRealIds } from "./command-references.ts";

const MADE = 2 ** 29 + 3;
const real = (id: number) => (id === MADE ? 17 : undefined);

it("puts real ids where a command is about something just made, and nowhere else", () => {
  expect(withRealIds(setParameters({ module: MADE, values: { module: MADE } }), real).payload).toEqual({
    module: 17,
    values: { module: MADE },
  });
  expect(withRealIds(removeModules({ modules: [MADE, 2] }), real).payload).toEqual({ modules: [17, 2] });
  expect(withRealIds(bindPattern({ module: 2, pattern: MADE }), real).payload).toEqual({ module: 2, pattern: 17 });
  expect(withRealIds(moveModules({ positions: { [MADE]: { x: 1, y: 2 } } }), real).payload).toEqual({
    positions: { 17: { x: 1, y: 2 } },
  });
  const cable = connect({ from: { module: MADE, port: "a" }, to: { module: 2, port: "b" } });
  expect(withRealIds(cable, real).payload).toEqual({ from: { module: 17, port: "a" }, to: { module: 2, port: "b" } });
});
