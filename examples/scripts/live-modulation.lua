-- Moves a filter 60 times a second without editing the patch, and widens the movement with an input.
local range = input("Range", { min = 100, max = 2000, default = 600 })

addModule("audio.noise", "wind")
addModule("audio.filter", "lowpass", { resonance = 0.4 })
audioOut("speakers")
connect("wind.audio", "lowpass.audio")
connect("lowpass.audio", "speakers.audio")

engine:onFrame(function(seconds, beat)
  drive("lowpass", "cutoff", 2200 + range:get() * math.sin(seconds * 0.7))
end)
