import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { ScriptApiEntry, ScriptError } from "#app/session-port.ts";
import { apiHelp } from "./api-help.ts";
import styles from "./code.module.css";
import { editorExtensions } from "./editor-extensions.ts";
import { errorDiagnostics } from "./error-diagnostics.ts";

export interface CodeEditorProps {
  readonly label: string;
  readonly text: string;
  readonly entries: readonly ScriptApiEntry[];
  readonly errors: readonly ScriptError[];
  readonly onChange: (text: string) => void;
  readonly onApply: (text: string) => void;
}

/** A CodeMirror editor for Lua with completion and help from the script interface. */
export function CodeEditor({ label, text, entries, errors, onChange, onApply }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const help = useRef(new Compartment());
  const latest = useRef({ onChange, onApply, text });
  latest.current = { onChange, onApply, text };

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          editorExtensions(label, (now) => latest.current.onApply(now)),
          help.current.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [label]);
  useEffect(() => {
    view.current?.dispatch({ effects: help.current.reconfigure(apiHelp(entries)) });
  }, [entries]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, errorDiagnostics(editor.state, errors)));
  }, [errors]);

  return <div ref={host} className={styles.editor} data-keys="own" />;
}
