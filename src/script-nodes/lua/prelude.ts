/** What Lua calls the prelude in its messages; frames of it are left out of tracebacks. */
export const PRELUDE_CHUNK = "[optophone]";

/**
 * Run once in every state before a script: takes away what reaches outside or past the limits, and answers three functions the host
 * uses: the message handler, the one that makes a table read-only, and the one that seeds chance.
 *
 * `string.dump` and binary chunks can break the virtual machine, `debug` can look into the host's functions, and a finalizer would
 * run in the middle of host code, where nothing is counted. What stands in for a function of Lua's checks its arguments first, so that
 * messages name the script's line and what the script called.
 */
export const PRELUDE = `
local native = { setmetatable = setmetatable, load = load, next = next, rawget = rawget, rawset = rawset, rawlen = rawlen }
local error, type, tostring, pcall = error, type, tostring, pcall
local next, rawget, metatable = next, rawget, debug.getmetatable
local traceback, seed = debug.traceback, math.randomseed
local concat, pack, sort, format = table.concat, table.pack, table.sort, string.format
local show = hostPrint
local globals = _G

local function expect(name, position, kind, value)
  local given = type(value)
  if given == kind then return end
  error(format("bad argument #%d to '%s' (%s expected, got %s)", position, name, kind, given), 3)
end

-- A read-only table is empty; what it shows is kept in its metatable under a key no script has.
local SEALED = {}
local function behind(t)
  local mt = type(t) == "table" and metatable(t)
  return mt and rawget(mt, SEALED) or nil
end
local function refuse(key) error("the state is read-only: " .. tostring(key) .. " can't be set here; use setParam", 3) end
local function seal(data)
  return native.setmetatable({}, {
    [SEALED] = data, __index = data, __newindex = function(_, key) refuse(key) end, __metatable = false,
    __len = function() return #data end,
    __pairs = function(t) return function(_, key) return next(data, key) end, t, nil end,
  })
end

function setmetatable(t, mt)
  expect("setmetatable", 1, "table", t)
  if mt ~= nil then
    expect("setmetatable", 2, "table", mt)
    if rawget(mt, "__gc") ~= nil then error("__gc is not available to scripts", 2) end
  end
  local old = metatable(t)
  if old and rawget(old, "__metatable") ~= nil then error("cannot change a protected metatable", 2) end
  return native.setmetatable(t, mt)
end
globals.next = function(t, key)
  expect("next", 1, "table", t)
  return native.next(behind(t) or t, key)
end
globals.rawget = function(t, key)
  expect("rawget", 1, "table", t)
  return native.rawget(behind(t) or t, key)
end
function rawlen(v)
  if type(v) ~= "table" and type(v) ~= "string" then error("table or string expected", 2) end
  return native.rawlen(behind(v) or v)
end
function rawset(t, key, value)
  expect("rawset", 1, "table", t)
  if behind(t) then refuse(key) end
  if key == nil or key ~= key then error("table index is " .. (key == nil and "nil" or "NaN"), 2) end
  return native.rawset(t, key, value)
end
function load(text, name, mode, env)
  if type(text) ~= "string" then error("load takes a string here", 2) end
  if name ~= nil then expect("load", 2, "string", name) end
  if env == nil then env = globals end
  return native.load(text, name, "t", env)
end
function print(...)
  local words = pack(...)
  for i = 1, words.n do
    local ok, word = pcall(tostring, words[i])
    if not ok then error(word, 0) end
    words[i] = word
  end
  show(concat(words, "\\t"))
end
os = { clock = hostClock, time = hostTime, date = hostDate }
debug, io, package, require, dofile, loadfile, collectgarbage, warn = nil
string.dump = nil
hostClock, hostTime, hostPrint, hostDate = nil

local plain = { string = true, number = true, boolean = true }
local function field(key, value)
  local said = type(value) == "string" and format("%q", value) or plain[type(value)] and tostring(value) or "(" .. type(value) .. ")"
  return type(key) == "string" and key .. " = " .. said or "[" .. tostring(key) .. "] = " .. said
end
local function asData(t)
  local fields, message = {}, rawget(t, "message")
  local text = type(message) == "string" and message or nil
  for key, value in next, behind(t) or t do
    if #fields == 16 then break end
    if plain[type(key)] and not (text and key == "message") then fields[#fields + 1] = field(key, value) end
  end
  sort(fields)
  if #fields == 0 then return text or "(error object is a table)" end
  local data = "{ " .. concat(fields, ", ") .. " }"
  return text and text .. " " .. data or data
end
local function said(problem)
  if type(problem) == "string" then return problem end
  local mt = metatable(problem)
  if type(mt) == "table" and rawget(mt, "__tostring") ~= nil then
    local ok, text = pcall(tostring, problem)
    if ok then return text end
  end
  if type(problem) == "table" then return asData(problem) end
  if problem == nil or plain[type(problem)] then return "error value: " .. tostring(problem) end
  return "(error object is a " .. type(problem) .. ")"
end
local function handler(problem) return { said(problem), traceback("", 2) } end
return handler, seal, seed
`;
