import type { Signal } from "#engine/signal.ts";

const PATHS: Readonly<Record<Signal, string>> = {
  audio: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
  video: "M1.5 2.5a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1z",
  control: "M6 0l6 6-6 6-6-6z",
  event: "M1.5 1l9.5 5-9.5 5z",
};

/** What a signal is called in the interface. */
export const SIGNAL_WORDS: Readonly<Record<Signal, string>> = {
  audio: "sound",
  video: "picture",
  control: "control",
  event: "notes and triggers",
};

/** A signal's shape, 12 px: round sound, square picture, diamond control, triangle events. */
export function PortShape({ signal }: { readonly signal: Signal }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill={`var(--signal-${signal})`}>
      <path d={PATHS[signal]} />
    </svg>
  );
}
