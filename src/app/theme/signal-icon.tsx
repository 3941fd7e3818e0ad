import type { Signal } from "#engine/signal.ts";
import styles from "./signal-icon.module.css";

const SHAPES: Readonly<Record<Signal, string>> = {
  audio: "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
  video: "M1.5 1.5h9v9h-9z",
  control: "M6 0l6 6-6 6-6-6z",
  event: "M1.5 1l9.5 5-9.5 5z",
};

/** The shape and colour of a signal, as its ports have it. Silent to a screen reader: the text beside it says what it is. */
export function SignalIcon({ signal }: { readonly signal: Signal }) {
  return (
    <svg className={styles.icon} data-signal={signal} viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
      <path d={SHAPES[signal]} />
    </svg>
  );
}
