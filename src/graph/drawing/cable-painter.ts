import type { LiveReadings } from "#engine/live.ts";
import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import type { Signal } from "#engine/signal.ts";
import type { HeldCable } from "#graph/gestures/patching.ts";
import { type CableCurve, cableCurve, overlaps, type Point, pointOn } from "#graph/model/cable-curve.ts";
import type { CableEntry, GraphModel } from "#graph/model/graph-model.ts";
import { DETAIL_ZOOM } from "#graph/surface/mounted-modules.ts";
import type { ReteSurface } from "#graph/surface/rete-surface.ts";
import { EventPulses } from "./event-pulses.ts";
import { paintOverview } from "./overview-painter.ts";
import type { Palette } from "./palette.ts";

/** What decides how cables look beside the snapshot. */
export interface CableLook {
  readonly hoveredCable: ConnectionId | undefined;
  readonly hoveredModule: ModuleId | undefined;
  readonly selectedCables: ReadonlySet<ConnectionId>;
  readonly selectedModules: ReadonlySet<ModuleId>;
  readonly held: HeldCable | undefined;
}

const REST = 0.7;
/** Above this many cables in sight they lose their dark outline: it costs as much as the cables and no longer tells them apart. */
const OUTLINED = 64;
const LEVELS = 8;
/** While a hand drags the view, px drawn beyond each edge: within them the drawing only needs to be moved. */
const OVERSCAN = 192;

interface Stroke {
  readonly colour: string;
  readonly alpha: number;
  readonly width: number;
  readonly dashed: boolean;
  readonly path: Path2D;
}

/** Draws all cables on one canvas behind the modules, and the modules themselves when they are too small to be mounted. */
export class CablePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #model: GraphModel;
  readonly #surface: ReteSurface;
  readonly #live: LiveReadings;
  readonly #palette: Palette;
  readonly #pulses: EventPulses;
  #dirty = true;
  #levels = "";
  /** Time of the last draw of something that moves by itself. */
  #wasMoving = false;
  /** The view last drawn for, and how far beyond its edges. */
  #drawn = { x: Number.NaN, y: 0, zoom: 0, overscan: 0 };

  constructor(
    canvas: HTMLCanvasElement,
    model: GraphModel,
    surface: ReteSurface,
    live: LiveReadings,
    palette: Palette,
  ) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser gives no 2D canvas");
    this.#canvas = canvas;
    this.#context = context;
    this.#model = model;
    this.#surface = surface;
    this.#live = live;
    this.#palette = palette;
    this.#pulses = new EventPulses(model, live);
  }

  invalidate(): void {
    this.#dirty = true;
  }

  /** Draws if anything in sight has changed. `now` in milliseconds. */
  paint(look: CableLook, now: number): void {
    const moving = this.#pulses.advance(now);
    const { viewHeld } = this.#surface.viewport;
    const overscan = viewHeld ? OVERSCAN : 0;
    const seen = this.#seen(overscan);
    const levels = this.#levelsOf(seen);
    const still = !this.#dirty && !moving && !this.#wasMoving && levels === this.#levels;
    if (still && this.#follow(overscan)) return;
    this.#dirty = false;
    this.#wasMoving = moving;
    this.#levels = levels;
    this.#draw(seen, look, now, overscan);
  }

  /** Moves what is drawn along with the view. Answers whether that is enough. */
  #follow(overscan: number): boolean {
    const { x, y, zoom } = this.#surface.viewport.view;
    const drawn = this.#drawn;
    if (zoom !== drawn.zoom || overscan !== drawn.overscan) return false;
    const [right, down] = [x - drawn.x, y - drawn.y];
    if (!(Math.abs(right) <= overscan && Math.abs(down) <= overscan)) return false;
    if (overscan > 0) this.#canvas.style.transform = `translate(${right - overscan}px, ${down - overscan}px)`;
    return true;
  }

  #draw(seen: readonly CableEntry[], look: CableLook, now: number, overscan: number): void {
    const width = this.#surface.viewport.size.width + 2 * overscan;
    const height = this.#surface.viewport.size.height + 2 * overscan;
    const ratio = Math.min(2, this.#canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1);
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    const context = this.#context;
    const { x, y, zoom } = this.#surface.viewport.view;
    this.#drawn = { x, y, zoom, overscan };
    const { style } = this.#canvas;
    style.transform = overscan > 0 ? `translate(${-overscan}px, ${-overscan}px)` : "";
    // A layer of its own is cheap to move and dear to redraw.
    style.willChange = overscan > 0 ? "transform" : "";
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(zoom * ratio, 0, 0, zoom * ratio, (x + overscan) * ratio, (y + overscan) * ratio);
    context.lineCap = "round";
    this.#strokeAll(this.#strokes(seen, look), seen.length <= OUTLINED && zoom >= DETAIL_ZOOM, zoom);
    for (const cable of seen) if (look.selectedCables.has(cable.id)) this.#strokeSelected(cable);
    this.#drawPulses(now);
    if (zoom < DETAIL_ZOOM) {
      paintOverview(
        context,
        this.#model,
        this.#surface.viewport.visible(overscan),
        zoom,
        look.selectedModules,
        this.#palette,
      );
    }
    if (look.held) this.#drawHeld(look.held);
  }

  #seen(overscan: number): readonly CableEntry[] {
    const sight = this.#surface.viewport.visible(overscan + 4);
    const seen: CableEntry[] = [];
    for (const cable of this.#model.cables()) if (overlaps(cable.bounds, sight)) seen.push(cable);
    return seen;
  }

  #level(cable: CableEntry): number {
    if (cable.connection.signal !== "audio") return 0;
    const peak = this.#live.level(cable.connection.from.module);
    return peak > 0 ? Math.min(LEVELS, Math.ceil(Math.sqrt(peak) * LEVELS)) : 0;
  }

  #levelsOf(cables: readonly CableEntry[]): string {
    let key = "";
    for (const cable of cables) if (cable.connection.signal === "audio") key += String(this.#level(cable));
    return key;
  }

  #strokes(cables: readonly CableEntry[], look: CableLook): Iterable<Stroke> {
    const strokes = new Map<string, Stroke>();
    for (const cable of cables) {
      if (look.selectedCables.has(cable.id) || look.held?.lifted === cable.id) continue;
      const { carries } = cable;
      const { from, to, signal } = cable.connection;
      const hot =
        look.hoveredCable === cable.id || look.hoveredModule === from.module || look.hoveredModule === to.module;
      const level = this.#level(cable) / LEVELS;
      const alpha = hot ? 1 : REST + (1 - REST) * level;
      const width = 2 + level * 0.75;
      const key = `${signal} ${alpha} ${width} ${carries}`;
      let stroke = strokes.get(key);
      if (!stroke) {
        const colour = this.#palette.signal[signal];
        stroke = { colour, alpha: carries ? alpha : alpha * 0.5, width, dashed: !carries, path: new Path2D() };
        strokes.set(key, stroke);
      }
      trace(stroke.path, cable.curve);
    }
    return strokes.values();
  }

  #strokeAll(strokes: Iterable<Stroke>, outlined: boolean, zoom: number): void {
    const context = this.#context;
    const thicken = zoom < DETAIL_ZOOM ? 0.5 / zoom : 1;
    for (const { colour, alpha, width, dashed, path } of strokes) {
      if (outlined) {
        context.globalAlpha = 1;
        context.lineWidth = width + 3;
        context.strokeStyle = this.#palette.background;
        context.stroke(path);
      }
      context.globalAlpha = alpha;
      context.lineWidth = width * thicken;
      context.strokeStyle = colour;
      context.setLineDash(dashed ? [4, 6] : []);
      context.stroke(path);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  #strokeSelected(cable: CableEntry): void {
    const context = this.#context;
    const path = new Path2D();
    trace(path, cable.curve);
    context.lineWidth = 5;
    context.strokeStyle = this.#palette.signal[cable.connection.signal];
    context.stroke(path);
    context.lineWidth = 1.5;
    context.strokeStyle = this.#palette.accent;
    context.stroke(path);
  }

  #drawPulses(now: number): void {
    const context = this.#context;
    for (const { cable, progress } of this.#pulses.current(now)) {
      const entry = this.#model.cable(cable);
      if (!entry) continue;
      const head = pointOn(entry.curve, progress);
      const glow = context.createRadialGradient(head.x, head.y, 0, head.x, head.y, 10);
      glow.addColorStop(0, this.#palette.signal.event);
      glow.addColorStop(1, "transparent");
      context.fillStyle = glow;
      context.fillRect(head.x - 10, head.y - 10, 20, 20);
      context.fillStyle = this.#palette.accent;
      context.beginPath();
      context.arc(head.x, head.y, 3, 0, Math.PI * 2);
      context.fill();
    }
  }

  #drawHeld(held: HeldCable): void {
    const start = this.#model.endOf(held.from.module, held.from.side, held.from.port);
    const goal = held.target && this.#model.endOf(held.target.module, held.target.side, held.target.port);
    const end = goal ?? this.#surface.looseEnd;
    if (!start || !end) return;
    const curve = held.from.side === "output" ? cableCurve(start, end) : cableCurve(end, start);
    const path = new Path2D();
    trace(path, curve);
    const context = this.#context;
    context.strokeStyle = this.#palette.signal[this.#signalOf(held)];
    context.lineWidth = 3;
    context.globalAlpha = goal ? 1 : 0.85;
    context.stroke(path);
    if (goal) dot(context, goal, this.#palette.accent);
    context.globalAlpha = 1;
  }

  #signalOf(held: HeldCable): Signal {
    const spots = this.#model.module(held.from.module)?.layout.ports ?? [];
    return spots.find(({ side, key }) => side === held.from.side && key === held.from.port)?.port.signal ?? "control";
  }
}

function trace(path: Path2D, { from, fromHandle, toHandle, to }: CableCurve): void {
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(fromHandle.x, fromHandle.y, toHandle.x, toHandle.y, to.x, to.y);
}

function dot(context: CanvasRenderingContext2D, at: Point, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(at.x, at.y, 4, 0, Math.PI * 2);
  context.fill();
}
