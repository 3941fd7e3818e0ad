import { PatternSelect } from "#app/panels/inspector/pattern-chooser.tsx";
import { prefer } from "#app/state/preferences-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { DragNumber } from "#controls/drag-number.tsx";
import { bindPattern, createPattern, deletePattern, resizePattern, setSteps } from "#engine/command.ts";
import type { Module, Pattern } from "#engine/patch.ts";
import styles from "./tracker.module.css";

const whole = (value: number): string => String(Math.round(value));

/** Which pattern, how long, how fast; and how typing behaves. */
export function TrackerTools({ module, pattern }: { readonly module: Module; readonly pattern: Pattern }) {
  const { engine } = useSession();
  const submit = useCommand();
  const preferences = useUi((state) => state.preferences);
  const dispatch = useUiDispatch();
  const resizing = {
    step: 1,
    characters: 3,
    min: 1,
    format: whole,
    onBegin: () => engine.beginGesture("resize the pattern"),
    onEnd: () => engine.endGesture(),
  };
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
        onChange={(steps) => submit(resizePattern({ pattern: pattern.id, steps: Math.round(steps) }))}
      />
      <DragNumber
        {...resizing}
        label="Steps per beat"
        unit="per beat"
        max={96}
        value={pattern.stepsPerBeat}
        onChange={(stepsPerBeat) =>
          submit(resizePattern({ pattern: pattern.id, stepsPerBeat: Math.round(stepsPerBeat) }))
        }
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
        onChange={(octave) => dispatch(prefer({ octave: Math.round(octave) }))}
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
        onChange={(editStep) => dispatch(prefer({ editStep: Math.round(editStep) }))}
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
