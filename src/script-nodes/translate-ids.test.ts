import { expect, it } from "vitest";
import { addModule, connect, removeModules, setParameters } from "#engine/command.ts";
import { idPair, PROVISIONAL, withoutProvisionalId, withRealIds } from "./translate-ids.ts";

const made = PROVISIONAL + 3;
const real = (id: number) => (id === made ? 17 : undefined);

it("puts real ids where a command is about something just made", () => {
  expect(withRealIds(setParameters({ module: made, values: { module: made } }), real).payload).toEqual({
    module: 17,
    values: { module: made },
  });
  expect(withRealIds(removeModules({ modules: [made, 2] }), real).payload).toEqual({ modules: [17, 2] });
  const cable = connect({ from: { module: made, port: "a" }, to: { module: 2, port: "b" }, id: PROVISIONAL + 4 });
  expect(withRealIds(cable, real).payload).toEqual({
    from: { module: 17, port: "a" },
    to: { module: 2, port: "b" },
    id: PROVISIONAL + 4,
  });
});

it("lets the engine give ids, and pairs them with the ones asked for", () => {
  const command = addModule({ type: "audio.delay", id: made });
  expect(withoutProvisionalId(command).payload).toEqual({ type: "audio.delay" });
  expect(withoutProvisionalId(addModule({ type: "audio.delay", id: 5 })).payload).toHaveProperty("id", 5);
  const created = { modules: [17], connections: [], patterns: [], assets: [], presets: [] };
  expect(idPair(command, created)).toEqual([made, 17]);
});
