-- Reacts to the patch: the faster the tempo, the brighter the filter. A spinning value leaves at the output.
local spin = output("Spin")

addModule("audio.filter", "bright")

local function follow(state)
  setParam("bright", "cutoff", 200 + state.clock.bpm * 20)
end

follow(engine:getState())
engine:onStateChange(follow)

engine:onFrame(function(seconds, beat)
  spin:set(math.sin(beat * math.pi * 2))
end)
