import { useMemo, useState } from "react";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useScriptStatus } from "#app/state/use-script-status.ts";
import { useModule } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { addModule, setContent } from "#engine/command.ts";
import type { Module, ModuleId } from "#engine/patch.ts";
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
  const definition = registry.get(module.type);
  const language = definition?.script?.language ?? "";
  const source = sourceOf(module.content ?? definition?.content?.default);
  const [draft, setDraft] = useState(source);
  const [known, setKnown] = useState(source);
  if (known !== source) {
    // It changed elsewhere: unapplied typing stays, anything else follows.
    setKnown(source);
    if (draft === known) setDraft(source);
  }
  const entries = useMemo(() => scripts.apiEntries(language), [scripts, language]);
  const dirty = draft !== source;
  const apply = (text: string) => {
    const content = { ...(module.content ?? definition?.content?.default), source: text };
    submit(setContent({ module: module.id, content }), { label: `edit ${module.name}` });
  };
  return (
    <div className={styles.panel}>
      <div className={styles.tools} role="toolbar" aria-label="Script">
        <span className={styles.state} data-state={dirty ? "dirty" : (status?.state ?? "waiting")}>
          {dirty ? "Not applied yet" : stateText(status?.state)}
        </span>
        {status && !dirty && <span className={styles.cost}>{status.milliseconds.toFixed(1)} ms</span>}
        <span className={styles.spring} />
        {dirty && (
          <button type="button" className={controls.quiet} onClick={() => setDraft(source)}>
            Discard
          </button>
        )}
        <button
          type="button"
          className={controls.button}
          disabled={!dirty}
          title="Ctrl+Enter"
          onClick={() => apply(draft)}
        >
          Apply
        </button>
        <button type="button" className={controls.quiet} onClick={() => scripts.restart(module.id)}>
          Restart
        </button>
      </div>
      <CodeEditor
        label={`Script of ${module.name}`}
        text={draft}
        entries={entries}
        errors={dirty ? [] : (status?.errors ?? [])}
        onChange={setDraft}
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
  if (errors.length === 0 && output.length === 0) return null;
  return (
    <div className={styles.console} role="log" aria-label="Output of the script">
      {errors.slice(0, 5).map(({ line, message }) => (
        <div key={`${line} ${message}`} className={styles.error}>
          {line === undefined ? "" : `Line ${line}: `}
          {message}
        </div>
      ))}
      {output.length > 0 && <div className={styles.output}>{output.join("\n")}</div>}
    </div>
  );
}

const sourceOf = (content: { readonly source?: unknown } | undefined): string =>
  typeof content?.source === "string" ? content.source : "";

function stateText(state: string | undefined): string {
  if (state === "running") return "Running";
  if (state === "stopped") return "Stopped";
  return state === "failed" ? "Failed" : "Not run yet";
}
