import { removeModules } from "#engine/command.ts";
import { modulePath } from "#engine/name-index.ts";
import { inOrder } from "#engine/table.ts";
import { HANDLE, HostRefusal, type ScriptRecord } from "./bridge.ts";
import type { HostImplementation } from "./host-implementation.ts";
import type { PatchAccess } from "./patch-access.ts";

const CLOCK = { is: HANDLE, kind: "Clock", id: 0 } as const;

type Verb = (words: readonly string[]) => string;

/** What the command line builds on: the same functions a script calls. */
type Calls = Pick<
  HostImplementation,
  | "addModule"
  | "setParam"
  | "getParam"
  | "connect"
  | "disconnect"
  | `Clock:${"play" | "stop" | "pause" | "setBPM" | "getBPM"}`
>;

/** Runs one line, like `set kick volume 0.5`. Never throws on bad input: the answer says what is wrong. */
export function runCommandLine(access: PatchAccess, calls: Calls, line: string): ScriptRecord {
  const [verb = "", ...words] = line.trim().split(/\s+/);
  const verbs = verbsOf(access, calls);
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  try {
    if (!run) throw new HostRefusal(`There is no command “${verb}”. There is: ${Object.keys(verbs).join(", ")}.`);
    return { success: true, message: run(words), error: "" };
  } catch (problem) {
    if (!(problem instanceof HostRefusal)) throw problem;
    return { success: false, message: "", error: problem.message };
  }
}

function verbsOf(access: PatchAccess, calls: Calls): Readonly<Record<string, Verb>> {
  const need = (words: readonly string[], count: number, usage: string): void => {
    if (words.length < count) throw new HostRefusal(`That takes more words: ${usage}.`);
  };
  /** `name parameter …` or `name.parameter …` */
  const parameterAt = (words: readonly string[], usage: string): readonly [string, string, readonly string[]] => {
    const [first = "", ...rest] = words;
    const dot = first.indexOf(".");
    if (dot > 0) return [first.slice(0, dot), first.slice(dot + 1), rest];
    need(words, 2, usage);
    return [first, rest[0] ?? "", rest.slice(1)];
  };
  return {
    add: (words) => {
      need(words, 1, "add TYPE [NAME]");
      const made = calls.addModule(words[0] ?? "", words[1] ?? null, null);
      return `Added ${access.find(made as Parameters<PatchAccess["find"]>[0]).module.name}.`;
    },
    remove: (words) => {
      need(words, 1, "remove NAME");
      const { module } = access.find(words[0] ?? "");
      access.submit(removeModules({ modules: [module.id] }));
      return `Removed ${module.name}.`;
    },
    set: (words) => {
      const [module, key, [value]] = parameterAt(words, "set NAME PARAMETER VALUE");
      if (value === undefined) throw new HostRefusal("That takes a value: set NAME PARAMETER VALUE.");
      calls.setParam(module, key, literal(value));
      return `${module}.${key} is ${String(calls.getParam(module, key))}.`;
    },
    get: (words) => {
      const [module, key] = parameterAt(words, "get NAME PARAMETER");
      return String(calls.getParam(module, key));
    },
    connect: (words) => {
      need(words, 2, "connect FROM TO [SIGNAL]");
      const [from = "", to = "", signal = null] = words;
      return calls.connect(from, to, signal) ? `Connected ${from} to ${to}.` : `${from} feeds ${to} already.`;
    },
    disconnect: (words) => {
      need(words, 2, "disconnect FROM TO");
      const [from = "", to = ""] = words;
      if (!calls.disconnect(from, to)) throw new HostRefusal(`There is no cable from ${from} to ${to}.`);
      return `Disconnected ${from} from ${to}.`;
    },
    play: () => {
      calls["Clock:play"](CLOCK);
      return "Playing.";
    },
    stop: () => {
      calls["Clock:stop"](CLOCK);
      return "Stopped.";
    },
    pause: () => {
      calls["Clock:pause"](CLOCK);
      return "Paused.";
    },
    bpm: (words) => {
      const bpm = Number(words[0]);
      if (words[0] !== undefined) {
        if (!Number.isFinite(bpm))
          throw new HostRefusal(`“${words[0]}” is no tempo; it is a number of beats a minute.`);
        calls["Clock:setBPM"](CLOCK, bpm);
      }
      return `${String(calls["Clock:getBPM"](CLOCK))} bpm`;
    },
    ls: () =>
      inOrder(access.patch().modules)
        .map(([, module]) => `${modulePath(access.patch(), module)}  ${module.type}`)
        .join("\n"),
  };
}

/** A typed word: a number, true or false, else itself. */
function literal(word: string): number | string | boolean {
  if (word === "true" || word === "false") return word === "true";
  const number = Number(word);
  return word !== "" && Number.isFinite(number) ? number : word;
}
