-- Sets the tempo, starts the clock and says what it does.
local clock = engine:getClock()

clock:setBPM(128)
clock:play()
print("tempo " .. clock:getBPM() .. ", playing: " .. tostring(clock:isPlaying()))

engine:onStateChange(function(state)
  print("tempo is now " .. state.clock.bpm)
end)
