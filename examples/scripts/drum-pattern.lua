-- A beat from nothing: a pattern, a tracker that plays it, an oscillator to hear. Running it again changes nothing.
pattern("beat", {
  36, false, false, { note = 36, volume = 0.4 },
  43, false, 36, false,
  36, false, { note = 48, chance = 50 }, false,
  43, false, { note = 55, length = 0.5 }, false,
})

sequencer("drums", { pattern = "beat" })
addModule("audio.oscillator", "tone", { wave = "triangle", gate = true })
audioOut("speakers", { level = -12 })

connect("drums", "tone")
connect("tone.audio", "speakers.audio")

engine:getClock():setBPM(110)
engine:getClock():play()
