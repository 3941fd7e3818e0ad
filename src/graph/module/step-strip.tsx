import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import { onFrame } from "#controls/frame-loop.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleId, Pattern } from "#engine/patch.ts";
import styles from "./module-view.module.css";

const CELLS = 16;

interface StepStripProps {
  readonly id: ModuleId;
  readonly pattern: Pattern | undefined;
  readonly box: CSSProperties | undefined;
  readonly live: LiveReadings;
}

/** The sixteen steps around the playing one: notes lit, the playing one bright. */
export function StepStrip({ id, pattern, box, live }: StepStripProps) {
  const strip = useRef<HTMLDivElement>(null);
  const lit = useMemo(() => pattern?.steps.map((step) => step.note !== null) ?? [], [pattern]);
  useEffect(() => {
    let shown = Number.NaN;
    let page = Number.NaN;
    const paint = (): void => {
      const step = live.step(id);
      const cells = strip.current?.children;
      if (!cells || step === shown) return;
      const first = Math.max(0, Math.floor(step / CELLS)) * CELLS;
      for (let index = 0; index < CELLS; index++) {
        const cell = cells[index] as HTMLElement;
        if (first !== page) cell.dataset.step = stepState(lit, first + index);
        cell.toggleAttribute("data-now", first + index === step);
      }
      page = first;
      shown = step;
    };
    paint();
    return onFrame(paint);
  }, [id, live, lit]);
  const notes = lit.filter(Boolean).length;
  return (
    <div
      ref={strip}
      className={styles.steps}
      style={box}
      role="img"
      aria-label={pattern ? `Pattern ${pattern.name}: ${notes} notes in ${lit.length} steps` : "No pattern"}
    >
      {Array.from({ length: CELLS }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sixteen fixed cells that never move
        <i key={index} data-beat={index % 4 === 0} />
      ))}
    </div>
  );
}

function stepState(lit: readonly boolean[], step: number): string {
  if (step >= lit.length) return "none";
  return lit[step] ? "note" : "empty";
}
