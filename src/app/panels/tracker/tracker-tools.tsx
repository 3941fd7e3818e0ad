import { PatternSelect } from "#app/panels/inspector/pattern-chooser.tsx";
import { useNotices } from "#app/state/notices.tsx";
import { prefer } from "#app/state/preferences-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { DragNumber } from "#controls/drag-number.tsx";
import { commandEdit, plainEdit } from "#controls/value-edit.ts";
import { bindPattern, createPattern, deletePattern, resizePattern, setSteps } from "#engine/command.ts";
import type { Module, Pattern } from "#engine/patch.ts";
import styles from "./tracker.module.css";

const whole = (value: number): string => String(Math.round(value));

/** Which pattern, how long, how fast; and how typing behaves. */
export function TrackerTools({ module, pattern }: { readonly module: Module; readonly pattern: Pattern }) {
  const { engine, store } = useSession();
  const { tell } = useNotices();
  const submit = useCommand();
  const preferences = useUi((state) => state.preferences);
  const dispatch = useUiDispatch();
  const resizing = {
    step: 1,
    characters: 3,
    min: 1,
    format: whole,
  };
  const resize = (field: "steps" | "stepsPerBeat") =>
    commandEdit(
      engine,
      {
        label: field === "steps" ? "the pattern's length" : "the steps per beat",
        now({ patch }) {
          const now = patch.patterns.get(pattern.id) ?? pattern;
          return field === "steps" ? now.steps.length : now.stepsPerBeat;
        },
        command: (value) => resizePattern({ pattern: pattern.id, [field]: Math.round(value) }),
      },
      (reason) => tell({ text: reason, tone: "refusal" }),
    );
  const preference = (key: "octave" | "editStep") =>
    plainEdit(
      () => store.getState().preferences[key],
      (value) => dispatch(prefer({ [key]: Math.round(value) })),
    );
  const make = (copy: boolean) => {
    const id = engine.snapshot().patch.nextId.pattern;
    submit(
      [
        createPattern({ id, steps: pattern.steps.length, stepsPerBeat: pattern.stepsPerBeat }),
        ...(copy ? [setSteps({ pattern: id, steps: { ...pattern.steps } })] : []),
        bindPattern({ module: module.id, pattern: id }),
      ],
      { label: copy ? "duplicate the pattern" : "new pattern" },
    );
  };
  return (
    <div className={styles.tools} role="toolbar" aria-label="Pattern">
      <PatternSelect module={module} />
      <button type="button" className={controls.quiet} onClick={() => make(false)}>
        New
      </button>
      <button type="button" className={controls.quiet} onClick={() => make(true)}>
        Duplicate
      </button>
      <button type="button" className={controls.quiet} onClick={() => submit(deletePattern({ pattern: pattern.id }))}>
        Delete
      </button>
      <DragNumber
        {...resizing}
        label="Steps"
        unit="steps"
        max={256}
        value={pattern.steps.length}
        edit={resize("steps")}
      />
      <DragNumber
        {...resizing}
        label="Steps per beat"
        unit="per beat"
        max={96}
        value={pattern.stepsPerBeat}
        edit={resize("stepsPerBeat")}
      />
      <span className={styles.spring} />
      <DragNumber
        label="Octave"
        unit="octave"
        step={1}
        characters={1}
        min={0}
        max={8}
        format={whole}
        value={preferences.octave}
        edit={preference("octave")}
      />
      <DragNumber
        label="Rows to move down after an entry"
        unit="edit step"
        step={1}
        characters={2}
        min={0}
        max={16}
        format={whole}
        value={preferences.editStep}
        edit={preference("editStep")}
      />
      <button
        type="button"
        className={controls.quiet}
        aria-pressed={preferences.rowNumbers === "hex"}
        title="Number rows in hexadecimal"
        onClick={() => dispatch(prefer({ rowNumbers: preferences.rowNumbers === "hex" ? "decimal" : "hex" }))}
      >
        Hex
      </button>
      <button
        type="button"
        className={controls.quiet}
        aria-pressed={preferences.followPlayback}
        title="Keep the playing row in view"
        onClick={() => dispatch(prefer({ followPlayback: !preferences.followPlayback }))}
      >
        Follow
      </button>
    </div>
  );
}
