import { useRef } from "react";
import { useSession } from "#app/state/session-context.tsx";
import { useAudioState } from "#app/state/use-audio-state.ts";
import { useFrame } from "#app/state/use-frame.ts";
import styles from "./load-readings.module.css";

/** Milliseconds between two readings: slow enough to read. */
const INTERVAL = 250;

/** How much of its time sound takes, how fast the picture is, what scripts cost. */
export function LoadReadings() {
  const { live, scripts, video } = useSession();
  const state = useAudioState();
  const meter = useRef<HTMLElement>(null);
  const load = useRef<HTMLElement>(null);
  const dropouts = useRef<HTMLElement>(null);
  const picture = useRef<HTMLElement>(null);
  const script = useRef<HTMLElement>(null);
  const last = useRef(0);
  useFrame(() => {
    const now = performance.now();
    if (now - last.current < INTERVAL) return;
    last.current = now;
    const share = live.audioLoad();
    if (meter.current) {
      meter.current.style.transform = `scaleX(${Math.min(1, share)})`;
      meter.current.dataset.level = share > 0.9 ? "over" : share > 0.7 ? "high" : "fine";
    }
    const lost = live.dropouts();
    write(load.current, state === "running" ? `${Math.round(share * 100)} %` : "off");
    write(dropouts.current, lost > 0 ? `${lost} lost` : "");
    write(picture.current, `${Math.round(video.stats().framesPerSecond)}`);
    write(script.current, scripts.milliseconds().toFixed(1));
  });
  return (
    <div className={styles.readings}>
      <span className={styles.reading} title="Share of its time the sound thread uses, and blocks that came too late">
        <span className={styles.meter}>
          <i ref={meter} />
        </span>
        audio <b ref={load} className={styles.load} />
        <b ref={dropouts} className={styles.lost} />
      </span>
      <span className={styles.reading} title="Pictures drawn each second">
        picture <b ref={picture} className={styles.short} /> fps
      </span>
      <span className={styles.reading} title="Time scripts take in each frame">
        scripts <b ref={script} className={styles.short} /> ms
      </span>
    </div>
  );
}

function write(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
