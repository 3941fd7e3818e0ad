import { addModule, setContent } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import { moduleAt } from "#engine/name-index.ts";
import { DEFAULT_LIMITS, type ScriptLimits } from "#script-nodes/bridge.ts";
import { scriptLanguages } from "#script-nodes/languages.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import type { ScriptEngineRegistry } from "#script-nodes/registry.ts";
import { createScriptHostWith } from "#script-nodes/script-host.ts";
import { spawnInline } from "#script-nodes/testing/inline-thread.ts";

/** What a test may put in another's place. */
export interface StageProps {
  readonly limits?: Partial<ScriptLimits>;
  readonly languages?: ScriptEngineRegistry;
  /** Milliseconds, as the scripts' thread measures them. */
  readonly now?: () => number;
}

/** Seconds since 1970 when a stage is set up. */
const EPOCH = 1_000;

/** An engine with scripts stepped in this thread, and a hand on what can go wrong with it. */
export function stageWith(
  registry: Registry,
  { limits, languages = scriptLanguages(LANGUAGE_BINARIES), now = () => performance.now() }: StageProps = {},
) {
  const engine = createEngine({ registry });
  const driven: [string, number][] = [];
  const released: string[] = [];
  const trouble: string[] = [];
  const readings = new Map<string, number>();
  let tick = 0;
  let breakDown: (reason: string) => void = () => {};
  let threads = 0;
  const live = {
    tick: () => tick,
    value: (module: number, key: string) => readings.get(`${nameOf(module)}.${key}`),
    drive: (module: number, key: string, value: number) => void driven.push([`${nameOf(module)}.${key}`, value]),
    release: (module: number, key: string) => void released.push(`${nameOf(module)}.${key}`),
  };
  const nameOf = (module: number) => engine.snapshot().patch.modules.get(module)?.name ?? String(module);
  const spawn = spawnInline(languages, now);
  const host = createScriptHostWith({
    engine,
    live,
    onTrouble: (message) => trouble.push(message),
    limits: {
      ...DEFAULT_LIMITS,
      frameShareMs: Number.POSITIVE_INFINITY,
      ...limits,
    },
    now: () => 0,
    epoch: () => EPOCH + tick / 960,
    share: () => new SharedArrayBuffer(8),
    spawn(listener) {
      threads++;
      breakDown = listener.onFailure;
      return spawn(listener);
    },
  });
  const id = (name: string): number => moduleAt(engine.snapshot().patch, name) ?? -1;

  const add = async (name: string, source: string) => {
    const outcome = engine.submit(addModule({ type: "script.lua", name, content: { source } }));
    if (!outcome.ok) throw new Error(outcome.reason);
    engine.flush();
    await host.settled();
    return status(name);
  };
  const edit = async (name: string, source: string) => {
    const content = engine.snapshot().patch.modules.get(id(name))?.content;
    engine.submit(setContent({ module: id(name), content: { ...content, source } }));
    engine.flush();
    await host.settled();
    return status(name);
  };
  const status = (name: string) => host.statusOf(id(name));
  const output = (name: string) => [...(status(name)?.output ?? [])];
  /** Frames one after another, each answered in full, as a render does it. */
  const play = async (frames: number) => {
    for (let frame = 0; frame < frames; frame++) {
      step();
      await host.idle();
    }
  };
  const step = (frames = 1) => {
    for (let frame = 0; frame < frames; frame++) {
      engine.flush();
      tick += 16;
      host.frame(tick / 960);
    }
  };
  return {
    engine,
    host,
    driven,
    released,
    trouble,
    readings,
    add,
    edit,
    status,
    output,
    step,
    play,
    id,
    /** The thread the host has now breaks down by itself. */
    breakDown: () => breakDown("test"),
    threads: () => threads,
  };
}
