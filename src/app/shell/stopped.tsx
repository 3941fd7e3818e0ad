import { useState } from "react";
import controls from "#controls/controls.module.css";
import styles from "./stopped.module.css";

export interface StoppedProps {
  /** What happened, in a sentence. */
  readonly sentence: string;
  /** For whoever mends it: put into the clipboard when asked for. */
  readonly details: string;
  readonly onTryAgain: () => void;
}

/** In the place of something that can't be shown: what happened, and what can be done now. */
export function Stopped({ sentence, details, onTryAgain }: StoppedProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${sentence}\n\n${details}\n`);
      setCopied(true);
    } catch {
      // Without the clipboard the details are still in the console.
    }
  };
  return (
    <div className={styles.stopped} role="alert">
      <p className={styles.sentence}>{sentence}</p>
      <div className={styles.actions}>
        <button type="button" className={controls.button} onClick={onTryAgain}>
          Try again
        </button>
        <button type="button" className={controls.quiet} onClick={() => void copy()}>
          {copied ? "Copied" : "Copy details"}
        </button>
      </div>
    </div>
  );
}
