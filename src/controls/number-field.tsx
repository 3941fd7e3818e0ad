import type { NumberParameter } from "#engine/parameter.ts";
import styles from "./number-field.module.css";
import { useValueControl } from "./use-value-control.tsx";
import type { ValueEdit } from "./value-edit.ts";

interface NumberFieldProps {
  readonly parameter: NumberParameter;
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name?: string;
}

/** A number with its unit: drag to change, double-click or Enter to type, right-click for a menu. */
export function NumberField({ parameter, value, edit, name = parameter.label }: NumberFieldProps) {
  const control = useValueControl({ parameter, value, edit, name, role: "spinbutton", doubleClick: "types" });
  if (control.entry) return control.entry;
  return (
    <>
      <div className={styles.field} {...control.attributes}>
        {control.text}
      </div>
      {control.menu}
    </>
  );
}
