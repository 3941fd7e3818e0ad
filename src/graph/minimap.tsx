import { type PointerEvent, useEffect, useRef } from "react";
import { onFrame } from "#controls/frame-loop.ts";
import type { CanvasController } from "./canvas-controller.ts";
import { type Rect, unionOf } from "./model/cable-curve.ts";
import styles from "./patch-canvas.module.css";

const WIDTH = 132;
const HEIGHT = 80;
const PADDING = 8;

interface MapScale {
  readonly world: Rect;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The whole patch in the corner; press or drag to go there. */
export function Minimap({ controller }: { readonly controller: CanvasController }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sight = useRef<HTMLElement>(null);
  useEffect(() => {
    let map: MapScale | undefined;
    let moved = true;
    const ends = [
      controller.model.onChange(() => {
        map = undefined;
      }),
      controller.surface.viewport.onChange(() => {
        moved = true;
      }),
      onFrame(() => {
        if ((map && !moved) || !canvas.current || !sight.current) return;
        if (!map) {
          map = mapScale(controller);
          paintModules(canvas.current, controller, map);
        }
        moved = false;
        placeSight(sight.current, controller, map);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [controller]);
  const go = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { world, scale, x, y } = mapScale(controller);
    const at = {
      x: (event.clientX - box.left - x) / scale + world.x,
      y: (event.clientY - box.top - y) / scale + world.y,
    };
    const { zoom } = controller.surface.viewport.view;
    const { width, height } = controller.surface.viewport.size;
    controller.surface.viewport.panTo(width / 2 - at.x * zoom, height / 2 - at.y * zoom);
  };
  return (
    <div
      className={styles.map}
      role="img"
      aria-label="Map of the patch"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} width={WIDTH * 2} height={HEIGHT * 2} />
      <i ref={sight} />
    </div>
  );
}

/** The map's own scale: what is seen beyond the modules is cut off rather than making them smaller. */
function mapScale(controller: CanvasController): MapScale {
  const { model, surface } = controller;
  const world = unionOf([...model.modules()].map((entry) => model.rectOf(entry))) ?? surface.viewport.visible();
  const scale = Math.min((WIDTH - 2 * PADDING) / world.width, (HEIGHT - 2 * PADDING) / world.height);
  return { world, scale, x: (WIDTH - world.width * scale) / 2, y: (HEIGHT - world.height * scale) / 2 };
}

function paintModules(canvas: HTMLCanvasElement, controller: CanvasController, map: MapScale): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { model, palette } = controller;
  const { world, scale, x, y } = map;
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.globalAlpha = 0.6;
  for (const entry of model.modules()) {
    const rect = model.rectOf(entry);
    context.fillStyle = entry.definition ? palette.kind[entry.definition.kind] : palette.danger;
    context.fillRect(
      (rect.x - world.x) * scale + x,
      (rect.y - world.y) * scale + y,
      Math.max(1.5, rect.width * scale),
      Math.max(1.5, rect.height * scale),
    );
  }
  context.globalAlpha = 1;
}

function placeSight(element: HTMLElement, controller: CanvasController, { world, scale, x, y }: MapScale): void {
  const sight = controller.surface.viewport.visible();
  const left = Math.max(0, (sight.x - world.x) * scale + x);
  const top = Math.max(0, (sight.y - world.y) * scale + y);
  const right = Math.min(WIDTH, (sight.x + sight.width - world.x) * scale + x);
  const bottom = Math.min(HEIGHT, (sight.y + sight.height - world.y) * scale + y);
  const { style } = element;
  // Whole px: a size that trembles in its last digit would be laid out anew with every step of a pan.
  style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  style.width = `${Math.round(Math.max(4, right - left))}px`;
  style.height = `${Math.round(Math.max(4, bottom - top))}px`;
}
