import { useState } from "react";
import type { Parameter } from "#engine/parameter.ts";
import { formatParameter, parseParameter } from "#engine/parameter-text.ts";
import { focusAtOnce } from "./focus-at-once.ts";
import styles from "./value-bar.module.css";

interface ValueEntryProps {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: number;
  readonly onDone: (value: number | undefined) => void;
}

/** A field to type a value into: Enter takes it, Escape leaves it, what can't be read is marked and says why. */
export function ValueEntry({ name, parameter, value, onDone }: ValueEntryProps) {
  const [text, setText] = useState(() => formatParameter(parameter, value));
  const [problem, setProblem] = useState<string>();
  const take = (leaving: boolean): void => {
    const parsed = parseParameter(parameter, text);
    if (parsed.ok) onDone(parsed.value);
    else if (leaving) onDone(undefined);
    else setProblem(parsed.reason);
  };
  return (
    <input
      ref={focusAtOnce}
      className={styles.entry}
      data-control
      aria-label={name}
      aria-invalid={problem !== undefined}
      title={problem}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setProblem(undefined);
      }}
      onBlur={() => take(true)}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") take(false);
        else if (event.key === "Escape") onDone(undefined);
      }}
    />
  );
}
