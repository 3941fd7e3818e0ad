import type { HostApiTable, HostFunctions } from "./host-api-types.ts";

const module = { name: "module", type: "module" } as const;
const parameter = { name: "parameter", type: "string" } as const;
const value = { name: "value", type: "scalar" } as const;
const from = { name: "from", type: "port" } as const;
const to = { name: "to", type: "port" } as const;
const patternName = { name: "pattern", type: "string" } as const;
const step = { name: "step", type: "integer" } as const;
const declared = [
  { name: "name", type: "string" },
  { name: "settings", type: "table", optional: true },
] as const;

/** Says what a declarative call makes: they all behave alike. */
const declares = (what: string): string =>
  `Makes sure there is ${what} of this name and gives it these parameters. Running it again changes nothing more.`;

const self = <K extends string>(kind: K) => ({ name: "self", type: `handle ${kind}` }) as const;

/**
 * Everything a script can call. Injection, argument checks, completion, hover help and the reference all come from here.
 * A method's first parameter is its handle.
 */
export const HOST_FUNCTIONS = {
  "Engine:onStateChange": {
    parameters: [self("Engine"), { name: "fn", type: "function" }],
    returns: "integer",
    doc: "Calls fn(state) with the whole, read-only state after a change from any source. Answers an id to remove it by. What fn itself changes does not call it again.",
    example: "local id = engine:onStateChange(function(state) print(state.clock.bpm) end)",
  },
  "Engine:removeStateChangeCallback": {
    parameters: [self("Engine"), { name: "id", type: "any" }],
    returns: "boolean",
    doc: "Stops a callback. Answers whether there was one of this id.",
    example: "engine:removeStateChangeCallback(id)",
  },
  "Engine:onFrame": {
    parameters: [self("Engine"), { name: "fn", type: "function" }],
    returns: "integer",
    doc: "Calls fn(seconds, beat) about 60 times a second. Answers an id to remove it by.",
    example: 'engine:onFrame(function(seconds, beat) drive("shapes", "hue", beat % 1) end)',
  },
  "Engine:removeFrameCallback": {
    parameters: [self("Engine"), { name: "id", type: "any" }],
    returns: "boolean",
    doc: "Stops a frame callback. Answers whether there was one of this id.",
    example: "engine:removeFrameCallback(id)",
  },
  "Engine:getState": {
    parameters: [self("Engine")],
    returns: "any",
    doc: "The whole state as it is now, read-only: transport, clock, modules, connections and patterns.",
    example: "print(engine:getState().modules.kick.parameters.volume)",
  },
  "Engine:getClock": {
    parameters: [self("Engine")],
    returns: "handle Clock",
    doc: "The clock all sequencers follow.",
    example: "engine:getClock():setBPM(140)",
  },
  "Engine:getModuleRegistry": {
    parameters: [self("Engine")],
    returns: "handle ModuleRegistry",
    doc: "The modules of the patch by name.",
    example: 'local kick = engine:getModuleRegistry():getModule("kick")',
  },
  "Engine:getConnectionManager": {
    parameters: [self("Engine")],
    returns: "handle ConnectionManager",
    doc: "The cables of the patch.",
    example: 'engine:getConnectionManager():connect("kick.sound", "output.audio")',
  },
  "Engine:getParameterRouter": {
    parameters: [self("Engine")],
    returns: "handle ParameterRouter",
    doc: "The cables that move parameters.",
    example: 'engine:getParameterRouter():connect("lfo.value", "filter.cutoff", 0.5)',
  },
  "Engine:getPatternRuntime": {
    parameters: [self("Engine")],
    returns: "handle PatternRuntime",
    doc: "The patterns that sequencers play.",
    example: 'engine:getPatternRuntime():createPattern("beat", 16)',
  },
  "Engine:executeCommand": {
    parameters: [self("Engine"), { name: "command", type: "string" }],
    returns: "table",
    doc: "Runs a line of the command shell. Answers { success, message, error }.",
    example: 'local answer = engine:executeCommand("set kick volume 0.5")',
  },
  exec: {
    parameters: [{ name: "command", type: "string" }],
    returns: "table",
    doc: "Runs a line of the command shell: add, remove, set, get, connect, disconnect, play, stop, pause, bpm, ls. Answers { success, message, error }.",
    example: 'print(exec("ls").message)',
  },
  "Clock:setBPM": {
    parameters: [self("Clock"), { name: "bpm", type: "number" }],
    returns: "nothing",
    doc: "Sets the tempo, 20 to 480 beats a minute.",
    example: "engine:getClock():setBPM(140)",
  },
  "Clock:getBPM": {
    parameters: [self("Clock")],
    returns: "number",
    doc: "The tempo in beats a minute.",
    example: "print(engine:getClock():getBPM())",
  },
  "Clock:play": {
    parameters: [self("Clock")],
    returns: "nothing",
    doc: "Starts the clock, or lets it go on after a pause.",
    example: "engine:getClock():play()",
  },
  "Clock:start": {
    parameters: [self("Clock")],
    returns: "nothing",
    doc: "The same as play.",
    example: "engine:getClock():start()",
  },
  "Clock:stop": {
    parameters: [self("Clock")],
    returns: "nothing",
    doc: "Stops the clock and goes back to the beginning.",
    example: "engine:getClock():stop()",
  },
  "Clock:pause": {
    parameters: [self("Clock")],
    returns: "nothing",
    doc: "Holds the clock where it is.",
    example: "engine:getClock():pause()",
  },
  "Clock:reset": {
    parameters: [self("Clock")],
    returns: "nothing",
    doc: "Goes back to the beginning, playing or not.",
    example: "engine:getClock():reset()",
  },
  "Clock:isPlaying": {
    parameters: [self("Clock")],
    returns: "boolean",
    doc: "Whether the clock runs.",
    example: "if engine:getClock():isPlaying() then print('on') end",
  },
  "Clock:getBeat": {
    parameters: [self("Clock")],
    returns: "number",
    doc: "The position in beats at the last frame.",
    example: "print(engine:getClock():getBeat())",
  },
  "ModuleRegistry:getModule": {
    parameters: [self("ModuleRegistry"), { name: "name", type: "string" }],
    returns: "any",
    doc: "The module of this name, or nothing.",
    example: 'local kick = engine:getModuleRegistry():getModule("kick")',
  },
  "ModuleRegistry:getAllModuleNames": {
    parameters: [self("ModuleRegistry")],
    returns: "table",
    doc: "The names of all modules, in the order they were made.",
    example: "for _, name in ipairs(engine:getModuleRegistry():getAllModuleNames()) do print(name) end",
  },
  "Module:setParameter": {
    parameters: [self("Module"), parameter, value],
    returns: "nothing",
    doc: "Edits a parameter: it can be undone and is saved. Numbers are held within the parameter's range.",
    example: 'kick:setParameter("volume", 0.5)',
  },
  "Module:getParameter": {
    parameters: [self("Module"), parameter],
    returns: "scalar",
    doc: "A parameter's value: a number in its unit, an option's name, or a boolean.",
    example: 'print(kick:getParameter("volume"))',
  },
  "Module:getParameters": {
    parameters: [self("Module")],
    returns: "table",
    doc: "All parameters by name.",
    example: "for name, value in pairs(kick:getParameters()) do print(name, value) end",
  },
  "Module:getName": {
    parameters: [self("Module")],
    returns: "string",
    doc: "The module's name.",
    example: "print(kick:getName())",
  },
  "Module:getType": {
    parameters: [self("Module")],
    returns: "string",
    doc: "The module's type, like “audio.sampler”.",
    example: "print(kick:getType())",
  },
  "ConnectionManager:connect": {
    parameters: [self("ConnectionManager"), from, to, { name: "signal", type: "string", optional: true }],
    returns: "boolean",
    doc: "Plugs a cable in. Answers false when it was there already.",
    example: 'engine:getConnectionManager():connect("kick.sound", "output.audio")',
  },
  "ConnectionManager:disconnect": {
    parameters: [self("ConnectionManager"), from, to],
    returns: "boolean",
    doc: "Pulls the cables between two ports or two modules. Answers whether there were any.",
    example: 'engine:getConnectionManager():disconnect("kick", "output")',
  },
  "ConnectionManager:getConnections": {
    parameters: [self("ConnectionManager")],
    returns: "table",
    doc: "All cables as a list of { from, to, signal, amount, offset, active }.",
    example:
      "for _, cable in ipairs(engine:getConnectionManager():getConnections()) do print(cable.from, cable.to) end",
  },
  "ParameterRouter:connect": {
    parameters: [self("ParameterRouter"), from, to, { name: "amount", type: "number", optional: true }],
    returns: "boolean",
    doc: "Lets a control output move a parameter; amount, −1 to 1, is the share of its travel a control value of 1 moves. On a cable that is there it changes the amount.",
    example: 'engine:getParameterRouter():connect("lfo.value", "filter.cutoff", 0.5)',
  },
  "ParameterRouter:disconnect": {
    parameters: [self("ParameterRouter"), from, to],
    returns: "boolean",
    doc: "Pulls a cable from a parameter. Answers whether there was one.",
    example: 'engine:getParameterRouter():disconnect("lfo.value", "filter.cutoff")',
  },
  "ParameterRouter:getConnections": {
    parameters: [self("ParameterRouter")],
    returns: "table",
    doc: "The cables that move parameters, as a list of { from, to, amount, offset, active }.",
    example: "print(#engine:getParameterRouter():getConnections())",
  },
  "PatternRuntime:createPattern": {
    parameters: [
      self("PatternRuntime"),
      { name: "name", type: "string" },
      { name: "steps", type: "integer", optional: true },
    ],
    returns: "string",
    doc: "Makes sure there is a pattern of this name and, when given, so many steps. Answers its name.",
    example: 'engine:getPatternRuntime():createPattern("beat", 16)',
  },
  "PatternRuntime:setStep": {
    parameters: [self("PatternRuntime"), patternName, step, { name: "values", type: "any" }],
    returns: "nothing",
    doc: "Sets a step, counted from 1: a note number, or a table of note, volume, length and chance; false empties it.",
    example: 'engine:getPatternRuntime():setStep("beat", 1, { note = 60, volume = 0.8 })',
  },
  "PatternRuntime:getStep": {
    parameters: [self("PatternRuntime"), patternName, step],
    returns: "table",
    doc: "A step, counted from 1, as { note, volume, length, chance }; an empty one has no note.",
    example: 'print(engine:getPatternRuntime():getStep("beat", 1).note)',
  },
  "PatternRuntime:getPatternNames": {
    parameters: [self("PatternRuntime")],
    returns: "table",
    doc: "The names of all patterns, in the order they were made.",
    example: "print(#engine:getPatternRuntime():getPatternNames())",
  },
  "PatternRuntime:bind": {
    parameters: [self("PatternRuntime"), module, patternName],
    returns: "nothing",
    doc: "Lets a sequencer play a pattern.",
    example: 'engine:getPatternRuntime():bind("drums", "beat")',
  },
  "PatternRuntime:deletePattern": {
    parameters: [self("PatternRuntime"), patternName],
    returns: "boolean",
    doc: "Deletes a pattern. Answers whether there was one.",
    example: 'engine:getPatternRuntime():deletePattern("beat")',
  },
  sampler: {
    parameters: declared,
    returns: "handle Module",
    doc: declares("a sampler"),
    example: 'sampler("kick", { volume = 0.8 })',
  },
  sequencer: {
    parameters: declared,
    returns: "handle Module",
    doc: `${declares("a tracker sequencer")} The setting “pattern” names the pattern it plays.`,
    example: 'sequencer("drums", { pattern = "beat" })',
  },
  audioOut: {
    parameters: declared,
    returns: "handle Module",
    doc: declares("an audio output"),
    example: 'audioOut("speakers")',
  },
  videoOut: {
    parameters: declared,
    returns: "handle Module",
    doc: declares("a video output"),
    example: 'videoOut("screen")',
  },
  oscilloscope: {
    parameters: declared,
    returns: "handle Module",
    doc: declares("an oscilloscope"),
    example: 'oscilloscope("scope")',
  },
  spectrogram: {
    parameters: declared,
    returns: "handle Module",
    doc: declares("a spectrogram"),
    example: 'spectrogram("bands")',
  },
  addModule: {
    parameters: [
      { name: "type", type: "string" },
      { name: "name", type: "string", optional: true },
      { name: "settings", type: "table", optional: true },
    ],
    returns: "handle Module",
    doc: "Makes sure there is a module of this type and name and gives it these parameters. Without a name there is a new one each time.",
    example: 'addModule("audio.filter", "lowpass", { cutoff = 800 })',
  },
  pattern: {
    parameters: [
      { name: "name", type: "string" },
      { name: "steps", type: "any", optional: true },
    ],
    returns: "string",
    doc: "Makes sure there is a pattern of this name. Steps is how many it has, or a list of them: a note number, a table of note, volume, length and chance, or false for none.",
    example: 'pattern("beat", { 60, false, 62, { note = 64, volume = 0.5 } })',
  },
  connect: {
    parameters: [from, to, { name: "signal", type: "string", optional: true }],
    returns: "boolean",
    doc: "Plugs a cable in between two ports, or the first ports of two modules that fit. Answers false when it was there already.",
    example: 'connect("kick.sound", "speakers.audio")',
  },
  disconnect: {
    parameters: [from, to],
    returns: "boolean",
    doc: "Pulls the cables between two ports or two modules. Answers whether there were any.",
    example: 'disconnect("kick", "speakers")',
  },
  setParam: {
    parameters: [module, parameter, value],
    returns: "nothing",
    doc: "Edits a parameter: it can be undone and is saved. Numbers are held within the parameter's range.",
    example: 'setParam("kick", "volume", 0.5)',
  },
  getParam: {
    parameters: [module, parameter],
    returns: "scalar",
    doc: "A parameter's value: a number in its unit, an option's name, or a boolean.",
    example: 'print(getParam("kick", "volume"))',
  },
  drive: {
    parameters: [module, parameter, { name: "value", type: "number" }],
    returns: "nothing",
    doc: "Moves only the live value of a parameter, in its unit: heard and seen at once, not saved, nothing to undo.",
    example: 'drive("filter", "cutoff", 400 + 300 * math.sin(seconds))',
  },
  input: {
    parameters: declared,
    returns: "handle Input",
    doc: "Gives this script a control input. Settings: min, max (default 0 and 1) and default, its value with no cable.",
    example: 'local amount = input("Amount", { default = 0.5 })',
  },
  output: {
    parameters: declared,
    returns: "handle Output",
    doc: "Gives this script a control output. Settings: min and max (default −1 and 1) hold its value.",
    example: 'local spin = output("Spin")',
  },
  "Input:get": {
    parameters: [self("Input")],
    returns: "number",
    doc: "What the cables bring, mapped from 0 to 1 onto the input's range; its default with no cable.",
    example: "local now = amount:get()",
  },
  "Output:set": {
    parameters: [self("Output"), { name: "value", type: "number" }],
    returns: "nothing",
    doc: "Sends a value, held within the output's range.",
    example: "spin:set(math.sin(seconds))",
  },
} as const satisfies HostFunctions;

/** Path of one of them. */
export type ApiPath = keyof typeof HOST_FUNCTIONS;

/** The table that is put into every engine. */
export const HOST_API: HostApiTable = { version: 1, functions: HOST_FUNCTIONS, globals: { engine: "Engine" } };
