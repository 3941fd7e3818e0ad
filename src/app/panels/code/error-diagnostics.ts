import type { Diagnostic } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import type { ScriptError } from "#app/session-port.ts";

/** A script's errors as marks on their lines; those without a line go to the first, those past the end to the last. */
export function errorDiagnostics(state: EditorState, errors: readonly ScriptError[]): readonly Diagnostic[] {
  return errors.map(({ line = 1, message }) => {
    const at = state.doc.line(Math.min(state.doc.lines, Math.max(1, line)));
    const indent = at.text.length - at.text.trimStart().length;
    return { from: at.from + indent, to: at.to, severity: "error", message };
  });
}
