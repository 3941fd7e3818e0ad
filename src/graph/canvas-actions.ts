import { COMMANDS, type Command } from "#engine/command.ts";
import type { Created, Engine, SubmitOptions } from "#engine/engine.ts";
import { copyFragment, parseFragment } from "#engine/fragment.ts";
import type { Outcome } from "#engine/outcome.ts";
import type { ConnectionId, ModuleId, PatchFragment, Position } from "#engine/patch.ts";
import type { SelectionPort } from "#graph/model/app-ports.ts";
import type { Point } from "./model/cable-curve.ts";
import { joining, type PortRef } from "./model/endpoint.ts";
import type { GraphModel } from "./model/graph-model.ts";
import { findSpot, layoutModule } from "./model/module-layout.ts";

const NOTHING: ReadonlySet<string> = new Set();

/** Everything the keys, menus and the search do to the patch. A refusal is told in words. */
export class CanvasActions {
  readonly #engine: Engine;
  readonly #model: GraphModel;
  readonly #selection: SelectionPort;
  readonly #refuse: (reason: string) => void;

  constructor(engine: Engine, model: GraphModel, selection: SelectionPort, refuse: (reason: string) => void) {
    this.#engine = engine;
    this.#model = model;
    this.#selection = selection;
    this.#refuse = refuse;
  }

  /** The selected modules that still exist. */
  selected(): readonly ModuleId[] {
    const { modules } = this.#engine.snapshot().patch;
    return [...this.#selection.get()].filter((id) => modules.has(id));
  }

  remove(modules: readonly ModuleId[], cables: readonly ConnectionId[]): void {
    const commands: Command[] = [];
    if (cables.length > 0) commands.push(COMMANDS.disconnect({ connections: cables }));
    if (modules.length > 0) commands.push(COMMANDS.removeModules({ modules }));
    if (commands.length > 0 && this.#submit(commands)) this.#selection.set(new Set());
  }

  /** Takes every cable off a port. */
  unplug(port: PortRef): void {
    const cables = this.cablesAt(port);
    if (cables.length > 0) this.#submit(COMMANDS.disconnect({ connections: cables }));
  }

  cablesAt(port: PortRef): readonly ConnectionId[] {
    const { patch } = this.#engine.snapshot();
    return (patch.connectionsOf.get(port.module) ?? []).filter((id) => {
      const connection = patch.connections.get(id);
      const end = port.side === "input" ? connection?.to : connection?.from;
      return end?.module === port.module && end.port === port.port;
    });
  }

  connect(a: PortRef, b: PortRef): void {
    const command = joining(a, b);
    if (command) this.#submit(command);
  }

  /** Adds a module at a place of the canvas, cabled to a port when one is given. Answers its id. */
  add(type: string, at: Point, from?: PortRef): ModuleId | undefined {
    const fitting = from ? this.portFitting(type, from) : undefined;
    const id = this.#engine.snapshot().patch.nextId.module;
    const commands: Command[] = [COMMANDS.addModule({ type, id, position: this.#placeFor(type, at, fitting) })];
    const cable = from && fitting ? joining(from, { ...fitting, module: id }) : undefined;
    if (cable) commands.push(cable);
    const outcome = this.#submit(commands);
    const added = outcome?.modules[0] ?? (outcome ? id : undefined);
    if (added !== undefined) this.#selection.set(new Set([added]));
    return added;
  }

  /** The port of a module type that a cable from `from` would go to, by the engine's own rules; undefined when none takes it. */
  portFitting(type: string, from: PortRef): Omit<PortRef, "module"> | undefined {
    const definition = this.#engine.registry.get(type);
    if (!definition) return undefined;
    const id = this.#engine.snapshot().patch.nextId.module;
    const inputs = [...Object.keys(definition.inputs), ...numberKeys(definition.parameters)];
    const keys = from.side === "output" ? inputs : Object.keys(definition.outputs);
    const side = from.side === "output" ? "input" : "output";
    const adding = COMMANDS.addModule({ type, id });
    for (const port of keys) {
      const command = joining(from, { module: id, side, port });
      if (command && this.#engine.can([adding, command]).ok) return { side, port };
    }
    return undefined;
  }

  insert(fragment: PatchFragment, at: Point): readonly ModuleId[] {
    const outcome = this.#submit(COMMANDS.insertFragment({ fragment, position: at }));
    if (outcome) this.#selection.set(new Set(outcome.modules));
    return outcome?.modules ?? [];
  }

  /** The selection as JSON text, or undefined when nothing is selected. */
  copy(): string | undefined {
    const modules = this.selected();
    if (modules.length === 0) return undefined;
    const fragment = copyFragment(this.#engine.snapshot().patch, this.#engine.registry, modules);
    return JSON.stringify(fragment, undefined, 2);
  }

  paste(text: string, at: Point): void {
    const fragment = parseFragment(text);
    if (fragment.ok) this.insert(fragment.value, at);
    else this.#refuse(fragment.reason);
  }

  duplicate(): void {
    const modules = this.selected();
    if (modules.length === 0) return;
    const outcome = this.#submit(COMMANDS.duplicateModules({ modules }));
    if (outcome) this.#selection.set(new Set(outcome.modules));
  }

  /** Bypasses the selection, or switches it all on when it is all bypassed. */
  bypass(): void {
    const modules = this.selected();
    if (modules.length === 0) return;
    const { patch } = this.#engine.snapshot();
    const bypassed = !modules.every((id) => patch.modules.get(id)?.bypassed);
    this.#submit(COMMANDS.bypassModules({ modules, bypassed }));
  }

  nudge(by: Position): void {
    const positions: Record<ModuleId, Position> = {};
    for (const id of this.selected()) {
      const position = this.#model.module(id)?.position;
      if (position) positions[id] = { x: position.x + by.x, y: position.y + by.y };
    }
    if (Object.keys(positions).length > 0) this.#submit(COMMANDS.moveModules({ positions }));
  }

  toggleCable(cable: ConnectionId): void {
    const connection = this.#engine.snapshot().patch.connections.get(cable);
    if (connection) this.#submit(COMMANDS.adjustConnection({ connection: cable, active: !connection.active }));
  }

  selectAll(): void {
    this.#selection.set(new Set(this.#engine.snapshot().patch.modules.keys()));
  }

  /** Puts the new module so that its plugged port, or else its middle, lies where the pointer is. */
  #placeFor(type: string, at: Point, port: Omit<PortRef, "module"> | undefined): Position {
    const definition = this.#engine.registry.get(type);
    const layout = layoutModule(definition, { id: 0, type, name: "", parent: null, bypassed: false }, NOTHING);
    const spot = port && findSpot(layout, port.side, port.port);
    const anchor = spot ?? { x: layout.width / 2, y: 12 };
    return { x: at.x - anchor.x, y: at.y - anchor.y };
  }

  #submit(commands: Command | readonly Command[], options?: SubmitOptions): Created | undefined {
    const outcome: Outcome<Created> = this.#engine.submit(commands, options);
    if (outcome.ok) return outcome.value;
    this.#refuse(outcome.reason);
    return undefined;
  }
}

const numberKeys = (parameters: Readonly<Record<string, { readonly kind: string }>>): readonly string[] =>
  Object.keys(parameters).filter((key) => parameters[key]?.kind === "number");
