import { describe, expect, it } from "vitest";
import { addModule, connect } from "#engine/command.ts";
import { registry } from "#modules/index.ts";
import { stageWith } from "./testing/stage.ts";

/** What a script prints, or its error, beside a filter “low” that feeds an output “speakers”. */
async function printed(source: string): Promise<readonly string[]> {
  const { engine, add, output, id } = stageWith(registry);
  engine.submit(addModule({ type: "audio.filter", name: "low" }));
  engine.submit(addModule({ type: "io.audio-output", name: "speakers" }));
  const cable = { from: { module: id("low"), port: "audio" }, to: { module: id("speakers"), port: "audio" } };
  expect(engine.submit(connect(cable)).ok).toBe(true);
  engine.flush();
  const status = await add("script", `local s = engine:getState()\n${source}`);
  return status?.error ? [status.error.message] : output("script");
}

describe("the state a script sees is a table as any other", () => {
  it.each([
    ["next", "print(next(s.modules) ~= nil, next({}))", ["true\tnil"]],
    ["pairs", "local n = 0 for _ in pairs(s.modules) do n = n + 1 end print(n)", ["3"]],
    ["ipairs", "for i, cable in ipairs(s.connections) do print(i, type(cable)) end", ["1\ttable"]],
    ["# and rawlen", "print(#s.connections, rawlen(s.connections))", ["1\t1"]],
    ["rawget", "print(rawget(s.transport, 'bpm'))", ["120"]],
    ["table.unpack", "print(select('#', table.unpack(s.connections)))", ["1"]],
  ])("to %s", async (_, source, lines) => {
    expect(await printed(source)).toEqual(lines);
  });
});

describe("and nothing changes it", () => {
  it.each([
    ["an assignment", "s.transport.bpm = 3"],
    ["rawset", "rawset(s.transport, 'bpm', 3)"],
    ["table.insert", "table.insert(s.connections, 1)"],
    ["table.remove", "table.remove(s.connections)"],
    ["setmetatable", "setmetatable(s, {})"],
  ])("not %s", async (_, source) => {
    const lines = await printed(`print(pcall(function() ${source} end)) print(s.transport.bpm, #s.connections)`);
    expect(lines[0]).toMatch(/^false\t.*(read-only|protected)/);
    expect(lines[1]).toBe("120\t1");
  });
});

describe("what a script asks for", () => {
  it("is no property of the language underneath", async () => {
    expect(await printed("print(pcall(getParam, 'low', 'toString'))")).toEqual([
      "false\t“low” has no parameter called “toString”. It has: mode, cutoff, resonance.",
    ]);
    expect(await printed("print(exec('get low constructor').success, exec('get low constructor').error)")).toEqual([
      "false\t“low” has no parameter called “constructor”. It has: mode, cutoff, resonance.",
    ]);
  });

  it.each([
    ["text", "exec(('x'):rep(2e6))", "A call can't take more than 1 MB of text."],
    ["values", "local t = {} for i = 1, 70000 do t[i] = 1 end pattern('z', t)", /more than 65536 values/],
  ])("is refused where it has more %s than a call takes", async (_, source, message) => {
    const [line] = await printed(source);
    if (typeof message === "string") expect(line).toBe(message);
    else expect(line).toMatch(message);
  });

  it("is the time: the host's from the first line on, of a date, as text, and moving while a script loads", async () => {
    expect(
      await printed(
        "print(os.time(), os.time({ year = 2020, month = 1, day = 1, hour = 12 }), os.date('!%Y-%m-%d', 86400), os.date('!*t', 0).year)",
      ),
    ).toEqual(["1000\t1577880000\t1970-01-02\t1970"]);
    expect(await printed("local from = os.clock() while os.clock() - from < 0.01 do end print('on')")).toEqual(["on"]);
  });
});
