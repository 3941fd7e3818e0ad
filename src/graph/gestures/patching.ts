import { COMMANDS, type Command } from "#engine/command.ts";
import type { Engine } from "#engine/engine.ts";
import type { ConnectionId } from "#engine/patch.ts";
import { contains, type Point } from "#graph/model/cable-curve.ts";
import { joining, type PortRef, portKey } from "#graph/model/endpoint.ts";
import type { GraphModel, ModuleEntry } from "#graph/model/graph-model.ts";
import { BAR_HEIGHT, type PortSpot, SIDE_PADDING } from "#graph/model/module-layout.ts";

/** A cable in the hand. */
export interface HeldCable {
  readonly from: PortRef;
  /** The cable that was lifted off its input and goes when this one is let go. */
  readonly lifted: ConnectionId | undefined;
  /** Keys of the ports that can take it. */
  readonly fits: ReadonlySet<string>;
  /** The port it would go to if let go now. */
  readonly target: PortRef | undefined;
}

export interface PatchingHost {
  /** Modules that can be seen and so be patched to. */
  candidates(): Iterable<ModuleEntry>;
  /** Port elements to be marked as fitting or not. */
  ports(): ReadonlyMap<HTMLElement, PortRef>;
  toCanvas(clientX: number, clientY: number): Point;
  zoom(): number;
  refuse(reason: string): void;
  /** A cable was let go over nothing: offers what it could go to. */
  offerModules(from: PortRef, at: Point): void;
  changed(): void;
}

const SNAP_PIXELS = 20;
const CLICK_PIXELS = 4;

/** A cable gesture from pick-up to plug-in: what fits, what it snaps to, and the one transaction it ends in. */
export class Patching {
  readonly #engine: Engine;
  readonly #model: GraphModel;
  readonly #host: PatchingHost;
  #held: HeldCable | undefined;
  #pressedAt: Point = { x: 0, y: 0 };
  #moved = false;
  #cancelling = false;
  #keepsCable = false;

  constructor(engine: Engine, model: GraphModel, host: PatchingHost) {
    this.#engine = engine;
    this.#model = model;
    this.#host = host;
  }

  get held(): HeldCable | undefined {
    return this.#held;
  }

  /** Called before a port hears the press: `keepsCable` starts a new cable where a press would lift the one there. */
  pressed(client: Point, keepsCable: boolean): void {
    if (this.#held) return;
    this.#pressedAt = client;
    this.#moved = false;
    this.#keepsCable = keepsCable;
  }

  pickUp(port: PortRef): PortRef {
    const lifted = port.side === "input" && !this.#keepsCable ? this.#cableInto(port) : undefined;
    const connection = lifted === undefined ? undefined : this.#model.cable(lifted)?.connection;
    const from: PortRef = connection ? { ...connection.from, side: "output" } : port;
    this.#held = { from, lifted, fits: this.#fits(from, lifted), target: undefined };
    this.#mark();
    this.#host.changed();
    return from;
  }

  /** The pointer moved with a cable in the hand: finds what it would snap to. */
  follow(client: Point): void {
    const held = this.#held;
    if (!held) return;
    if (Math.hypot(client.x - this.#pressedAt.x, client.y - this.#pressedAt.y) > CLICK_PIXELS) this.#moved = true;
    const target = this.#moved ? this.#nearest(held, this.#host.toCanvas(client.x, client.y)) : undefined;
    this.#pointer = client;
    this.#held = { ...held, target };
    this.#host.changed();
  }
  #pointer: Point = { x: 0, y: 0 };

  hasMoved(): boolean {
    return this.#moved;
  }

  connect(output: PortRef, input: PortRef): void {
    const lifted = this.#held?.lifted;
    this.#finish();
    const command = joining(output, input);
    if (command) this.#submit(command, lifted);
  }

  release(): void {
    const held = this.#held;
    const moved = this.#moved;
    this.#finish();
    if (!held || this.#cancelling) return;
    const command = held.target && joining(held.from, held.target);
    if (command) this.#submit(command, held.lifted);
    else if (held.lifted !== undefined) {
      if (moved) this.#tell(this.#engine.submit(COMMANDS.disconnect({ connections: [held.lifted] })));
    } else this.#host.offerModules(held.from, this.#host.toCanvas(this.#pointer.x, this.#pointer.y));
  }

  giveUp(): void {
    this.#finish();
  }

  /** Runs `drop` so that letting go connects and offers nothing. */
  cancel(drop: () => void): void {
    this.#cancelling = true;
    drop();
    this.#cancelling = false;
    this.#finish();
  }

  /** Marks a port that was mounted while a cable is in the hand. */
  markPort(element: HTMLElement, port: PortRef): void {
    const held = this.#held;
    if (!held) element.removeAttribute("data-fit");
    else if (portKey(port) === portKey(held.from)) element.setAttribute("data-fit", "held");
    else element.setAttribute("data-fit", held.fits.has(portKey(port)) ? "yes" : "no");
  }

  /** The ports a cable from this one could go to, nearest module first. */
  portsFor(from: PortRef): readonly PortRef[] {
    return this.#openEnds(from, undefined);
  }

  #submit(command: Command, lifted: ConnectionId | undefined): void {
    if (lifted === undefined) {
      this.#tell(this.#engine.submit(command));
      return;
    }
    const connection = this.#model.cable(lifted)?.connection;
    const same =
      COMMANDS.connect.match(command) &&
      connection?.to.module === command.payload.to.module &&
      connection.to.port === command.payload.to.port;
    if (same) return;
    const commands = [COMMANDS.disconnect({ connections: [lifted] }), command];
    this.#tell(this.#engine.submit(commands, { label: "move cable" }));
  }

  #tell(outcome: ReturnType<Engine["submit"]>): void {
    if (!outcome.ok) this.#host.refuse(outcome.reason);
  }

  #finish(): void {
    this.#held = undefined;
    this.#mark();
    this.#host.changed();
  }

  #mark(): void {
    for (const [element, port] of this.#host.ports()) this.markPort(element, port);
  }

  #cableInto(port: PortRef): ConnectionId | undefined {
    const { patch } = this.#engine.snapshot();
    const ids = patch.connectionsOf.get(port.module) ?? [];
    return ids.findLast((id) => {
      const to = patch.connections.get(id)?.to;
      return to?.module === port.module && to.port === port.port;
    });
  }

  #openEnds(from: PortRef, lifted: ConnectionId | undefined): readonly PortRef[] {
    const away = lifted === undefined ? [] : [COMMANDS.disconnect({ connections: [lifted] })];
    const open: PortRef[] = [];
    for (const entry of this.#host.candidates()) {
      for (const spot of entry.layout.ports) {
        if (spot.side === from.side) continue;
        const port = portAt(entry, spot);
        const command = joining(from, port);
        if (command && this.#engine.can([...away, command]).ok) open.push(port);
      }
    }
    return open;
  }

  #fits(from: PortRef, lifted: ConnectionId | undefined): ReadonlySet<string> {
    return new Set(this.#openEnds(from, lifted).map(portKey));
  }

  #nearest(held: HeldCable, at: Point): PortRef | undefined {
    let best: PortRef | undefined;
    let distance = SNAP_PIXELS / this.#host.zoom();
    let under: ModuleEntry | undefined;
    for (const entry of this.#host.candidates()) {
      if (contains(this.#model.rectOf(entry), at)) under = entry;
      for (const spot of entry.layout.ports) {
        const port = portAt(entry, spot);
        if (!held.fits.has(portKey(port))) continue;
        const away = Math.hypot(at.x - entry.position.x - spot.x, at.y - entry.position.y - spot.y);
        if (away > distance) continue;
        distance = away;
        best = port;
      }
    }
    if (best || !under || under.id === held.from.module) return best;
    return this.#onModule(held, under, at);
  }

  /** Over a module's body: the bar under the pointer, else its first free port that fits. */
  #onModule(held: HeldCable, entry: ModuleEntry, at: Point): PortRef | undefined {
    const x = at.x - entry.position.x;
    const y = at.y - entry.position.y;
    const fitting = entry.layout.ports.filter((spot) => held.fits.has(portKey(portAt(entry, spot))));
    const bar = entry.layout.bars.find(
      ({ top }) => y >= top && y < top + BAR_HEIGHT && x >= SIDE_PADDING && x < entry.layout.width - SIDE_PADDING,
    );
    const onBar = bar && fitting.find((spot) => spot.key === bar.key);
    const plain = fitting.filter((spot) => spot.parameter === undefined);
    const spot = onBar ?? plain.find((candidate) => !entry.connected.has(candidate.key)) ?? plain[0];
    return spot && portAt(entry, spot);
  }
}

const portAt = (entry: ModuleEntry, spot: PortSpot): PortRef => ({
  module: entry.id,
  side: spot.side,
  port: spot.key,
});
