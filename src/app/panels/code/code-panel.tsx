import { useMemo } from "react";
import { useNewestInSight } from "#app/panels/use-newest-in-sight.ts";
import type { ScriptStatus } from "#app/session-port.ts";
import { dropDraft, keepDraft } from "#app/state/drafts-slice.ts";
import { scriptSource } from "#app/state/script-source.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useScriptStatus } from "#app/state/use-script-status.ts";
import { useModule } from "#app/state/use-snapshot.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { addModule, setContent } from "#engine/command.ts";
import type { Module, ModuleId } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import styles from "./code.module.css";
import { CodeEditor } from "./code-editor.tsx";

/** The text of a script module, its errors on their lines, what it printed; without one, how to get there. */
export function CodePanel({ moduleId }: { readonly moduleId: ModuleId | undefined }) {
  const { registry } = useSession();
  const submit = useCommand();
  const module = useModule(moduleId);
  const type = registry.all().find((definition) => definition.script)?.type;
  if (!module)
    return (
      <div className={styles.empty}>
        A script moves parameters and reacts to everything in the patch. This patch has none yet.
        {type && (
          <div>
            <button type="button" className={controls.button} onClick={() => submit(addModule({ type }))}>
              Add a script
            </button>
          </div>
        )}
      </div>
    );
  return <ScriptEditor module={module} />;
}

function ScriptEditor({ module }: { readonly module: Module }) {
  const { registry, scripts } = useSession();
  const submit = useCommand();
  const status = useScriptStatus(module.id);
  const dispatch = useUiDispatch();
  const definition = definitionOf(registry, module);
  const language = definition?.script?.language ?? "";
  const source = scriptSource(registry, module) ?? "";
  const draft = useUi((state) => state.drafts[module.id]);
  const dirty = draft !== undefined && draft.text !== source;
  const changedMeanwhile = dirty && draft.base !== source;
  const text = draft?.text ?? source;
  const entries = useMemo(() => scripts.apiEntries(language), [scripts, language]);
  const type = (typed: string) => {
    if (typed === source) dispatch(dropDraft(module.id));
    else dispatch(keepDraft({ module: module.id, text: typed, base: dirty ? draft.base : source }));
  };
  const takeTheirs = () => dispatch(dropDraft(module.id));
  const apply = (applied: string) => {
    const content = { ...(module.content ?? definition?.content?.default), source: applied };
    submit(setContent({ module: module.id, content }), { label: `edit ${module.name}` });
  };
  return (
    <div className={styles.panel}>
      <div className={styles.tools} role="toolbar" aria-label="Script">
        <span className={styles.state} data-state={dirty ? "dirty" : (status?.state ?? "waiting")}>
          {dirty ? "Not applied yet" : stateText(status?.state)}
        </span>
        {changedMeanwhile && (
          <span className={styles.conflict} role="status">
            The script changed meanwhile.
          </span>
        )}
        {status && !dirty && <span className={styles.cost}>{costText(status)}</span>}
        <span className={styles.spring} />
        {dirty && (
          <button type="button" className={controls.quiet} onClick={takeTheirs}>
            {changedMeanwhile ? "Take theirs" : "Discard"}
          </button>
        )}
        <button
          type="button"
          className={controls.button}
          disabled={!dirty}
          title="Ctrl+Enter"
          onClick={() => apply(text)}
        >
          {changedMeanwhile ? "Apply mine" : "Apply"}
        </button>
        <button type="button" className={controls.quiet} onClick={() => scripts.restart(module.id)}>
          Restart
        </button>
      </div>
      <CodeEditor
        label={`Script of ${module.name}`}
        text={text}
        entries={entries}
        errors={dirty ? [] : (status?.errors ?? [])}
        onChange={type}
        onApply={apply}
      />
      <Console errors={status?.errors ?? []} output={status?.output ?? []} />
    </div>
  );
}

interface ConsoleProps {
  readonly errors: readonly { readonly line?: number; readonly message: string }[];
  readonly output: readonly string[];
}

function Console({ errors, output }: ConsoleProps) {
  const newest = useNewestInSight<HTMLDivElement>();
  if (errors.length === 0 && output.length === 0) return null;
  return (
    <div {...newest} className={styles.console} role="log" aria-label="Output of the script">
      {output.length > 0 && <div className={styles.output}>{output.join("\n")}</div>}
      {errors.slice(0, 5).map(({ line, message }) => (
        <div key={`${line} ${message}`} className={styles.error}>
          {line === undefined ? "" : `Line ${line}: `}
          {message}
        </div>
      ))}
    </div>
  );
}

/** `0.4 ms` a frame, or `9.0 ms · 15 a second` while it is called in some frames only. */
function costText({ milliseconds, callsPerSecond }: ScriptStatus): string {
  if (callsPerSecond === undefined) return `${milliseconds.toFixed(1)} ms`;
  const each = (milliseconds * 60) / callsPerSecond;
  return `${each.toFixed(1)} ms · ${Math.round(callsPerSecond)} a second`;
}

function stateText(state: string | undefined): string {
  if (state === "running") return "Running";
  if (state === "stopped") return "Stopped";
  return state === "failed" ? "Failed" : "Not run yet";
}
