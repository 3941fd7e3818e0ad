-- Finds modules by name, reads and sets their parameters, and lists what is in the patch.
addModule("audio.oscillator", "tone")

local modules = engine:getModuleRegistry()
local tone = modules:getModule("tone")

tone:setParameter("octave", -1)
print(tone:getName() .. " is a " .. tone:getType() .. ", octave " .. tone:getParameter("octave"))

for _, name in ipairs(modules:getAllModuleNames()) do
  print("in the patch: " .. name)
end

local answer = exec("set tone octave 1")
print(answer.message)
