import { addModule, setContent } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import { moduleAt } from "#engine/name-index.ts";
import type { ScriptLimits } from "#script-nodes/bridge.ts";
import { createNodeScriptHost } from "#script-nodes/node/script-host.ts";

/** An engine with scripts stepped in this thread, as a render does it. */
export function stageWith(registry: Registry, limits: Partial<ScriptLimits> = {}) {
  const engine = createEngine({ registry });
  const driven: [string, number][] = [];
  const trouble: string[] = [];
  const readings = new Map<string, number>();
  let tick = 0;
  const live = {
    tick: () => tick,
    value: (module: number, key: string) => readings.get(`${nameOf(module)}.${key}`),
    drive: (module: number, key: string, value: number) => void driven.push([`${nameOf(module)}.${key}`, value]),
  };
  const nameOf = (module: number) => engine.snapshot().patch.modules.get(module)?.name ?? String(module);
  const host = createNodeScriptHost({ engine, live, onTrouble: (message) => trouble.push(message), limits });
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
  const step = (frames = 1) => {
    for (let frame = 0; frame < frames; frame++) {
      engine.flush();
      tick += 16;
      host.frame(tick / 960, 1_000);
    }
  };
  return { engine, host, driven, trouble, readings, add, edit, status, output, step, id };
}
