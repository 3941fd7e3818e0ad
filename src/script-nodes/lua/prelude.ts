/**
 * Run in every new state before a script: takes away what reaches outside or past the limits, and answers three functions the host uses:
 * the message handler, the one that makes a table read-only, and the one that seeds chance.
 *
 * `__gc` runs with hooks off, `string.dump` and binary chunks can break the virtual machine, `debug` can remove the hook.
 */
export const PRELUDE = `
local setmt, rawget, error, type, tostring, next = setmetatable, rawget, error, type, tostring, next
local traceback, seed, compile = debug.traceback, math.randomseed, load
setmetatable = function(t, mt)
  if type(mt) == "table" and rawget(mt, "__gc") ~= nil then error("__gc is not available to scripts", 2) end
  return setmt(t, mt)
end
load = function(text, name, mode, env)
  if type(text) ~= "string" then error("load takes a string here", 2) end
  if env == nil then env = _G end
  return compile(text, name, "t", env)
end
debug, io, package, require, dofile, loadfile, collectgarbage, warn = nil
string.dump = nil
local show, concat, pack = hostPrint, table.concat, table.pack
print = function(...)
  local words = pack(...)
  for i = 1, words.n do words[i] = tostring(words[i]) end
  show(concat(words, "\t"))
end
os = { clock = hostClock, time = hostTime }
hostClock, hostTime, hostPrint = nil
local function refuse(_, key) error("the state is read-only: " .. tostring(key) .. " can't be set here; use setParam", 2) end
local function seal(data)
  return setmt({}, {
    __index = data, __newindex = refuse, __metatable = false,
    __len = function() return #data end,
    __pairs = function(t) return function(_, key) return next(data, key) end, t, nil end,
  })
end
local function handler(problem)
  if type(problem) ~= "string" then
    local said = type(problem) == "table" and rawget(problem, "message")
    problem = type(said) == "string" and said or "(error object is a " .. type(problem) .. ")"
  end
  return traceback(problem, 2)
end
return handler, seal, seed
`;
