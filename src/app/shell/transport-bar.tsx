import { Pause, Play, Square } from "lucide-react";
import { useRef } from "react";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useFrame } from "#app/state/use-frame.ts";
import { useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { DragNumber } from "#controls/drag-number.tsx";
import { plainEdit } from "#controls/value-edit.ts";
import { pause, play, setTempo, stop } from "#engine/command.ts";
import { TICKS_PER_BEAT } from "#engine/patch.ts";
import { createTapTempo } from "./tap-tempo.ts";
import styles from "./transport-bar.module.css";

/** Play, stop, tempo and where the music is. */
export function TransportBar() {
  const { engine } = useSession();
  const submit = useCommand();
  const state = useSnapshot(({ transport }) => transport.state);
  const bpm = useSnapshot(({ transport }) => transport.bpm);
  const taps = useRef(createTapTempo());
  const playing = state === "playing";
  return (
    <section className={styles.bar} aria-label="Transport">
      <button
        type="button"
        className={controls.button}
        aria-label={playing ? "Pause" : "Play"}
        aria-pressed={playing}
        title={playing ? "Pause (Space)" : "Play (Space)"}
        onClick={() => submit(playing ? pause() : play())}
      >
        {playing ? <Pause className={styles.playing} size={14} /> : <Play className={styles.play} size={14} />}
      </button>
      <button
        type="button"
        className={controls.button}
        aria-label="Stop"
        title="Stop and go to the beginning"
        disabled={state === "stopped"}
        onClick={() => submit(stop())}
      >
        <Square className={styles.stop} size={12} />
      </button>
      <DragNumber
        label="Tempo"
        unit="BPM"
        value={bpm}
        min={20}
        max={480}
        step={1}
        characters={6}
        format={(value) => value.toFixed(2)}
        edit={plainEdit(
          () => engine.snapshot().transport.bpm,
          (value) => submit(setTempo({ bpm: value })),
        )}
      />
      <button
        type="button"
        className={controls.quiet}
        title="Tap the beat here to set the tempo"
        onClick={(event) => {
          const tapped = taps.current.tap(event.timeStamp);
          if (tapped !== undefined) submit(setTempo({ bpm: Math.round(tapped * 10) / 10 }));
        }}
      >
        Tap
      </button>
      <PositionReading />
    </section>
  );
}

function PositionReading() {
  const { engine, live } = useSession();
  const text = useRef<HTMLOutputElement>(null);
  const shown = useRef("");
  useFrame(() => {
    const next = positionText(live.tick(), engine.snapshot().transport.beatsPerBar);
    if (next === shown.current || !text.current) return;
    shown.current = next;
    text.current.textContent = next;
  });
  return (
    <output
      ref={text}
      className={styles.position}
      aria-label="Position in bars, beats and ticks"
      aria-live="off"
      title="Bar · beat · tick"
    >
      1 · 1 · 000
    </output>
  );
}

/** Bar and beat counted from 1, ticks from 0. */
export function positionText(tick: number, beatsPerBar: number): string {
  const whole = Math.max(0, Math.floor(tick));
  const beats = Math.floor(whole / TICKS_PER_BEAT);
  const bar = Math.floor(beats / beatsPerBar) + 1;
  return `${bar} · ${(beats % beatsPerBar) + 1} · ${String(whole % TICKS_PER_BEAT).padStart(3, "0")}`;
}
