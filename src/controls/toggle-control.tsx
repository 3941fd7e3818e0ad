import type { ToggleParameter } from "#engine/parameter.ts";
import styles from "./toggle-control.module.css";
import type { ValueEdit } from "./value-edit.ts";

interface ToggleControlProps {
  readonly parameter: ToggleParameter;
  /** 1 is on. */
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name?: string;
  /** Leaves the label out where the surroundings already show it. */
  readonly bare?: boolean;
}

/** A switch. Its place says on or off as well as its colour. */
export function ToggleControl({ parameter, value, edit, name = parameter.label, bare = false }: ToggleControlProps) {
  const on = value >= 0.5;
  return (
    <button
      type="button"
      className={styles.toggle}
      data-control
      data-bare={bare}
      role="switch"
      aria-checked={on}
      aria-label={name}
      onClick={() => edit.set(edit.now() >= 0.5 ? 0 : 1)}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") event.stopPropagation();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        edit.set(parameter.default);
      }}
    >
      {bare ? null : <span>{parameter.label}</span>}
      <i />
    </button>
  );
}
