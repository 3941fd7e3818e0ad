import type { Parameter } from "#engine/parameter.ts";
import { ChoiceControl } from "./choice-control.tsx";
import { ToggleControl } from "./toggle-control.tsx";
import { ValueBar } from "./value-bar.tsx";
import type { ValueEdit } from "./value-edit.ts";

interface ParameterControlProps {
  readonly parameter: Parameter;
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name?: string;
  readonly live?: () => number | undefined;
  /** Leaves the label out where the surroundings already show it. */
  readonly bare?: boolean;
}

/** The control that fits a parameter's kind. */
export function ParameterControl({ parameter, value, edit, live, bare = false, ...rest }: ParameterControlProps) {
  switch (parameter.kind) {
    case "number":
      return (
        <ValueBar parameter={parameter} value={value} edit={edit} bare={bare} {...(live ? { live } : {})} {...rest} />
      );
    case "choice":
      return <ChoiceControl parameter={parameter} value={value} edit={edit} shape={bare ? "auto" : "row"} {...rest} />;
    case "toggle":
      return <ToggleControl parameter={parameter} value={value} edit={edit} bare={bare} {...rest} />;
  }
}
