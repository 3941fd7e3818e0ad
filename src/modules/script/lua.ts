import { defineModule } from "#engine/module-definition.ts";
import { scriptContentProblem, scriptPorts } from "#engine/script-content.ts";

const SOURCE = `-- A slow wave at the output, as deep as the input says.
local wave = output("Wave")
local depth = input("Depth", { default = 1 })

engine:onFrame(function(seconds, beat)
  wave:set(depth:get() * math.sin(beat * math.pi / 2))
end)

engine:onStateChange(function(state)
  print("tempo", state.clock.bpm)
end)
`;

/** A script in Lua 5.4 with ports of its own; it reads and changes the rest of the patch. */
export const luaScript = defineModule({
  type: "script.lua",
  version: 1,
  kind: "script",
  title: "Lua script",
  summary: "Runs a script that moves parameters and reacts to the rest of the patch.",
  help: "Write Lua in the code panel: input and output give the module control ports, engine:onFrame runs 60 times a second, engine:onStateChange after every change. An edit takes effect at once; when it has a mistake, the version before goes on. A script that never ends is switched off and says so.",
  aliases: ["code", "program", "live coding"],
  inputs: {},
  outputs: {},
  parameters: {},
  content: {
    default: {
      source: SOURCE,
      inputs: [{ key: "depth", label: "Depth", min: 0, max: 1, default: 1 }],
      outputs: [{ key: "wave", label: "Wave", min: -1, max: 1, default: 0 }],
    },
    problem: scriptContentProblem,
    ports: scriptPorts,
  },
  script: { language: "lua" },
  example: {
    modules: {
      script: { type: "script.lua" },
      tone: { type: "audio.oscillator" },
      filter: { type: "audio.filter" },
      speakers: { type: "io.audio-output", parameters: { level: -12 } },
    },
    connections: ["script.wave -> filter.cutoff", "tone.audio -> filter.audio", "filter.audio -> speakers.audio"],
  },
});
