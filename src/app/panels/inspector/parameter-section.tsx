import { RotateCcw } from "lucide-react";
import { useMemo } from "react";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { useParameterValues } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { ParameterControl } from "#controls/parameter-control.tsx";
import { parameterEdit } from "#controls/value-edit.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import type { Module } from "#engine/patch.ts";
import styles from "./inspector.module.css";

export interface ParameterSectionProps {
  readonly module: Module;
  readonly definition: ModuleDefinition;
}

/** Every parameter of a module with its control. */
export function ParameterSection({ module, definition }: ParameterSectionProps) {
  const values = useParameterValues(module.id);
  return Object.entries(definition.parameters).map(([key, parameter], index) => (
    <ParameterRow
      key={key}
      module={module}
      parameterKey={key}
      parameter={parameter}
      value={values?.[index] ?? parameter.default}
    />
  ));
}

interface ParameterRowProps {
  readonly module: Module;
  readonly parameterKey: string;
  readonly parameter: Parameter;
  readonly value: number;
}

function ParameterRow({ module, parameterKey, parameter, value }: ParameterRowProps) {
  const { engine, live } = useSession();
  const { tell } = useNotices();
  const edit = useMemo(
    () =>
      parameterEdit(engine, module.id, parameterKey, parameter, (reason) => tell({ text: reason, tone: "refusal" })),
    [engine, tell, module.id, parameterKey, parameter],
  );
  const moved = useMemo(() => () => live.value(module.id, parameterKey), [live, module.id, parameterKey]);
  const name = `${module.name} ${parameter.label.toLowerCase()}`;
  return (
    <div className={styles.parameter} data-wide={isWide(parameter) || undefined} title={parameter.summary}>
      <span className={styles.label}>{parameter.label}</span>
      <ParameterControl parameter={parameter} value={value} edit={edit} name={name} live={moved} bare />
      <button
        type="button"
        className={`${controls.icon} ${styles.reset}`}
        aria-label={`Reset ${parameter.label.toLowerCase()}`}
        title="Reset"
        disabled={value === parameter.default}
        onClick={() => edit.set(parameter.default)}
      >
        <RotateCcw size={12} />
      </button>
    </div>
  );
}

/** Letters that fit side by side beside a label. */
const FITTING = 14;
/** Options shown side by side; more become a menu. */
const SEGMENTS = 4;

/** Its control takes a line of its own: words side by side that don't fit beside the label. */
const isWide = (parameter: Parameter): boolean =>
  parameter.kind === "choice" &&
  parameter.options.length <= SEGMENTS &&
  parameter.optionLabels.join("").length > FITTING;
