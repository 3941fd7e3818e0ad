import { type KeyboardEvent, useState } from "react";
import type { ChoiceParameter } from "#engine/parameter.ts";
import styles from "./choice-control.module.css";
import { FloatingMenu, type MenuPlace } from "./floating-menu.tsx";
import type { ValueEdit } from "./value-edit.ts";

const MAX_SEGMENTS = 4;

interface ChoiceControlProps {
  readonly parameter: ChoiceParameter;
  /** Index of the option. */
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name?: string;
  /** `row`: one line with label and value, for a module's face. `auto`: segments up to four options, else a menu. */
  readonly shape?: "row" | "auto";
}

/** One of several words: side by side when they are few, else in a menu. */
export function ChoiceControl({ parameter, value, edit, name = parameter.label, shape = "auto" }: ChoiceControlProps) {
  return shape === "auto" && parameter.options.length <= MAX_SEGMENTS ? (
    <Segments parameter={parameter} value={value} edit={edit} name={name} />
  ) : (
    <ChoiceMenu parameter={parameter} value={value} edit={edit} name={name} labelled={shape === "row"} />
  );
}

interface PartProps {
  readonly parameter: ChoiceParameter;
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name: string;
}

function Segments({ parameter, value, edit, name }: PartProps) {
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const by = stepFor(event.key);
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const count = parameter.options.length;
    const next = (edit.now() + by + count) % count;
    edit.set(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  };
  return (
    <div className={styles.segments} data-control role="radiogroup" aria-label={name} onKeyDown={move}>
      {parameter.optionLabels.map((label, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input can't be styled as a segment without a second element to hide it
        <button
          key={parameter.options[index]}
          type="button"
          role="radio"
          aria-checked={index === value}
          tabIndex={index === value ? 0 : -1}
          onClick={() => edit.set(index)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function ChoiceMenu({ parameter, value, edit, name, labelled }: PartProps & { readonly labelled: boolean }) {
  const [menu, setMenu] = useState<MenuPlace>();
  const shown = parameter.optionLabels[value] ?? "";
  return (
    <>
      <button
        type="button"
        className={styles.choice}
        data-control
        data-labelled={labelled}
        aria-haspopup="menu"
        aria-expanded={menu !== undefined}
        aria-label={labelled ? undefined : `${name}: ${shown}`}
        aria-description={labelled ? name : undefined}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setMenu({ x: box.left, y: box.bottom + 2 });
        }}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          const by = stepFor(event.key);
          if (event.key === "Enter" || event.key === " ") event.stopPropagation();
          if (by === 0) return;
          event.preventDefault();
          event.stopPropagation();
          edit.set(Math.min(parameter.options.length - 1, Math.max(0, edit.now() + by)));
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          event.stopPropagation();
          edit.set(parameter.default);
        }}
      >
        {labelled ? <span>{parameter.label}</span> : null}
        <b>{shown}</b>
      </button>
      {menu ? (
        <FloatingMenu
          name={name}
          place={menu}
          onClose={() => setMenu(undefined)}
          items={parameter.optionLabels.map((label, index) => ({
            label,
            checked: index === value,
            run: () => edit.set(index),
          }))}
        />
      ) : null}
    </>
  );
}

function stepFor(key: string): -1 | 0 | 1 {
  if (key === "ArrowRight" || key === "ArrowDown") return 1;
  return key === "ArrowLeft" || key === "ArrowUp" ? -1 : 0;
}
