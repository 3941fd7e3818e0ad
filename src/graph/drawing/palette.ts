import type { ModuleKind } from "#engine/module-definition.ts";
import type { Signal } from "#engine/signal.ts";

/** The tokens' colours for what is drawn on a canvas, where CSS variables don't reach. */
export interface Palette {
  readonly signal: Readonly<Record<Signal, string>>;
  readonly kind: Readonly<Record<ModuleKind, string>>;
  readonly background: string;
  readonly module: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly accent: string;
  readonly danger: string;
  readonly fontLabel: string;
}

/** Reads the tokens as they stand on an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const signal = {
    audio: token("signal-audio"),
    video: token("signal-video"),
    control: token("signal-control"),
    event: token("signal-event"),
  };
  return {
    signal,
    kind: {
      sequencer: signal.event,
      audio: signal.audio,
      video: signal.video,
      control: signal.control,
      script: signal.control,
      io: token("text-dim"),
    },
    background: token("surface-0"),
    module: token("surface-2"),
    line: token("line"),
    lineStrong: token("line-strong"),
    text: token("text"),
    accent: token("accent"),
    danger: token("danger"),
    fontLabel: token("font-label"),
  };
}
