import { useEffect, useRef } from "react";
import { onFrame } from "#controls/frame-loop.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleEntry } from "#graph/model/graph-model.ts";
import styles from "./module-view.module.css";

const FLOOR_DB = -60;

/** Where a linear peak stands on the meter, 0 at −60 dBFS and below, 1 at full scale. */
export function meterHeight(peak: number): number {
  if (!(peak > 0)) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB));
}

/** A 4 px level meter along the right edge, drawn each frame outside React. */
export function ModuleMeter({ entry, live }: { readonly entry: ModuleEntry; readonly live: LiveReadings }) {
  const cover = useRef<HTMLElement>(null);
  const { id } = entry;
  const makesSound = Object.values(entry.definition?.outputs ?? {}).some((port) => port.signal === "audio");
  useEffect(() => {
    let shown = -1;
    return onFrame(() => {
      const peak = makesSound ? live.level(id) : Math.max(live.master().left, live.master().right);
      const height = Math.round(meterHeight(peak) * 100);
      if (height === shown || !cover.current) return;
      shown = height;
      cover.current.style.transform = `scaleY(${1 - height / 100})`;
    });
  }, [id, live, makesSound]);
  return (
    <div className={styles.meter} aria-hidden="true">
      <i ref={cover} />
    </div>
  );
}
