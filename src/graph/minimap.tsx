import { type PointerEvent, useEffect, useRef } from "react";
import { type Rect, unionOf } from "./cable-curve.ts";
import type { CanvasController } from "./canvas-controller.ts";
import { onFrame } from "./frame-loop.ts";
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
  useEffect(() => {
    let dirty = true;
    const mark = (): void => {
      dirty = true;
    };
    const ends = [
      controller.model.onChange(mark),
      controller.surface.onView(mark),
      onFrame(() => {
        if (!dirty || !canvas.current) return;
        dirty = false;
        paintMap(canvas.current, controller);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [controller]);
  const go = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { world, scale, x, y } = mapScale(controller);
    const at = {
      x: (event.clientX - box.left - x) / scale + world.x,
      y: (event.clientY - box.top - y) / scale + world.y,
    };
    const { zoom } = controller.surface.view;
    const { width, height } = controller.surface.size;
    controller.surface.panTo(width / 2 - at.x * zoom, height / 2 - at.y * zoom);
  };
  return (
    <canvas
      ref={canvas}
      className={styles.map}
      role="img"
      aria-label="Map of the patch"
      width={WIDTH * 2}
      height={HEIGHT * 2}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    />
  );
}

function mapScale(controller: CanvasController): MapScale {
  const { model, surface } = controller;
  const rects = [...model.modules()].map((entry) => model.rectOf(entry));
  const world = unionOf([...rects, surface.visible()]) ?? surface.visible();
  const scale = Math.min((WIDTH - 2 * PADDING) / world.width, (HEIGHT - 2 * PADDING) / world.height);
  return { world, scale, x: (WIDTH - world.width * scale) / 2, y: (HEIGHT - world.height * scale) / 2 };
}

function paintMap(canvas: HTMLCanvasElement, controller: CanvasController): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { model, surface, palette } = controller;
  const { world, scale, x, y } = mapScale(controller);
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
  const sight = surface.visible();
  context.strokeStyle = palette.lineStrong;
  context.lineWidth = 1;
  context.strokeRect(
    (sight.x - world.x) * scale + x + 0.5,
    (sight.y - world.y) * scale + y + 0.5,
    sight.width * scale - 1,
    sight.height * scale - 1,
  );
}
