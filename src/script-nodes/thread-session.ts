import { createRegistry, type ModuleDefinition, type Registry } from "#engine/module-definition.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import { scriptPorts } from "#engine/script-content.ts";
import type {
  DeclaredPorts,
  HostMessage,
  PlainDefinition,
  ScriptEffects,
  StartMessage,
  ThreadMessage,
} from "./protocol.ts";
import type { ScriptEngineRegistry } from "./registry.ts";
import { createReplica, type PatchModel, type Replica } from "./replica.ts";
import type { ScriptReport } from "./running-script.ts";
import { createScriptRuntime, type ScriptRuntime } from "./runtime.ts";

export interface ThreadSessionOptions {
  readonly languages: ScriptEngineRegistry;
  readonly model: PatchModel;
  /** What a replica holds before the first feed. */
  readonly initial: Snapshot;
  /** Milliseconds; measures budgets only. */
  readonly now: () => number;
  readonly post: (message: ThreadMessage) => void;
}

/** The script side of the conversation with a host, wherever it runs. Answers each message in order; a load takes until later. */
export function createThreadSession(options: ThreadSessionOptions): (message: HostMessage) => void {
  let runtime: ScriptRuntime | undefined;
  let replica: Replica | undefined;
  let flag: Int32Array | undefined;
  const inputs = new Map<string, number>();
  const effects = {
    ports: [] as DeclaredPorts[],
    lines: [] as [ModuleId, string][],
    reports: [] as ScriptReport[],
    trouble: [] as string[],
  };
  const waiting: HostMessage[] = [];
  let busy = false;
  let current = 0;
  let epoch = 0;

  const onEnter = (module: ModuleId | undefined): void => {
    if (flag) {
      Atomics.store(flag, 0, module === undefined ? 0 : module + 1);
      Atomics.add(flag, 1, 1);
    } else {
      options.post({ type: "enter", module });
    }
  };

  const start = (message: StartMessage): void => {
    flag = message.flag && new Int32Array(message.flag);
    replica = createReplica(options.model, registryOf(message.definitions), options.initial, message.ids);
    runtime = createScriptRuntime({
      languages: options.languages,
      replica,
      limits: message.limits,
      now: options.now,
      epoch: () => epoch,
      // Where no memory is shared, only entering and leaving a script is told.
      onProgress: () => void (flag && Atomics.add(flag, 1, 1)),
      input: (module, key) => inputs.get(`${module}.${key}`),
      onReport: (report) => effects.reports.push(report),
      onLine: (module, line) => effects.lines.push([module, line]),
      onPorts: (module, ins, outs) => effects.ports.push({ module, inputs: [...ins], outputs: [...outs] }),
      onEnter,
      onTurn: tellEffects,
      // Memory is shared, or nothing is.
      ...(flag && { onCarry: (module, carried) => options.post({ type: "carry", module, carried }) }),
    });
  };

  /** Does what is asked; answers a promise only where it takes until later. */
  const handle = (message: HostMessage): Promise<unknown> | undefined => {
    switch (message.type) {
      case "start":
        start(message);
        return undefined;
      case "sync":
        replica?.receive(message.feed, message.acknowledged);
        if (message.feed) runtime?.stateChanged(new Set(message.except), message.answered);
        return undefined;
      case "load":
        return message.carried
          ? runtime?.carryOn(message.module, message.text, message.carried)
          : runtime?.load(message.module, message.text);
      case "detach":
        runtime?.detach(message.module);
        return undefined;
      case "frame":
        inputs.clear();
        for (const [module, key, value] of message.inputs) inputs.set(`${module}.${key}`, value);
        runtime?.frame(message.frame);
        return undefined;
    }
  };

  const takeEffects = (): ScriptEffects => ({
    number: current,
    ports: effects.ports.splice(0),
    commands: replica?.take() ?? [],
    drives: runtime?.takeDrives() ?? [],
    lines: effects.lines.splice(0),
    reports: effects.reports.splice(0),
    costs: runtime?.takeCosts() ?? [],
    trouble: effects.trouble.splice(0),
  });

  /** Values that only move on are not worth a message of their own: the next frame has them again. */
  const tellEffects = (): void => {
    const { ports, lines, reports } = effects;
    if (ports.length + lines.length + reports.length === 0 && !replica?.hasCommands()) return;
    options.post({ type: "effects", ...takeEffects() });
  };

  /** Whatever goes wrong here becomes words for the host, so that nothing keeps the next message waiting. */
  const noteProblem = (message: HostMessage, problem: unknown): void => {
    const said = problem instanceof Error ? problem.message : String(problem);
    if (message.type === "load") {
      const error = { kind: "limit", message: `It could not be loaded: ${said}`, chunk: message.text.chunk } as const;
      effects.reports.push({ module: message.module, about: "load", state: "failed", error });
    } else effects.trouble.push(`The script thread could not carry out “${message.type}”: ${said}`);
  };

  /** Works until nothing waits. Where nothing takes until later, all is done before this returns. */
  const proceed = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        current = message.number;
        epoch = message.epoch;
        try {
          const later = handle(message);
          if (later) await later;
          const mended = runtime?.mend();
          if (mended) await mended;
        } catch (problem) {
          noteProblem(message, problem);
        }
        options.post({ type: "done", ...takeEffects() });
      }
    } finally {
      busy = false;
    }
  };

  return (message) => {
    waiting.push(message);
    void proceed();
  };
}

/** Definitions as a replica needs them. Only scripts have ports that follow from content, and those are the same everywhere. */
function registryOf(definitions: readonly PlainDefinition[]): Registry {
  return createRegistry(
    definitions.map(({ defaultContent, ...plain }): ModuleDefinition => {
      if (!defaultContent) return plain;
      const ports = plain.script ? { ports: scriptPorts } : {};
      return { ...plain, content: { default: defaultContent, problem: () => undefined, ...ports } };
    }),
  );
}
