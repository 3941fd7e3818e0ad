import { useState } from "react";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly className: string;
  /** Called on Enter and when the field loses focus, if the text changed. */
  readonly onCommit: (text: string) => void;
}

/** One line of text that takes effect on Enter or when left; Escape takes the change back. */
export function TextField({ label, value, className, onCommit }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text && text !== value) onCommit(text);
  };
  return (
    <input
      type="text"
      className={className}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape" && draft !== null) {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}
