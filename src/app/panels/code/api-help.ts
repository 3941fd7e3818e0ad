import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { ScriptApiEntry } from "#app/session-port.ts";

const WORD = /[A-Za-z_][\w.:]*/;

/** Completion and hover help from the script interface. */
export function apiHelp(entries: readonly ScriptApiEntry[]): Extension {
  return [
    autocompletion({ override: [(context) => complete(entries, context)] }),
    hoverTooltip((view, position) => tooltip(entries, view, position)),
  ];
}

/** The entry a word of a script means: itself, or the method of the same last name. */
export function entryFor(entries: readonly ScriptApiEntry[], word: string): ScriptApiEntry | undefined {
  const method = word.split(/[.:]/).at(-1);
  return (
    entries.find(({ name }) => name === word) ??
    entries.find(({ name }) => /[.:]/.test(name) && name.split(/[.:]/).at(-1) === method) ??
    entries.find(({ name }) => name === method)
  );
}

function complete(entries: readonly ScriptApiEntry[], context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[A-Za-z_][\w.:]*/);
  if (!word && !context.explicit) return null;
  return {
    from: word?.from ?? context.pos,
    options: entries.map(({ name, signature, summary }) => ({
      label: name,
      detail: signature.startsWith(name) ? signature.slice(name.length) : signature,
      info: summary,
      type: "function",
    })),
    validFor: /^[\w.:]*$/,
  };
}

function tooltip(entries: readonly ScriptApiEntry[], view: EditorView, position: number): Tooltip | null {
  const line = view.state.doc.lineAt(position);
  for (const match of line.text.matchAll(new RegExp(WORD, "g"))) {
    const from = line.from + match.index;
    const to = from + match[0].length;
    if (position < from || position > to) continue;
    const entry = entryFor(entries, match[0]);
    if (!entry) return null;
    return {
      pos: from,
      end: to,
      create: () => {
        const dom = document.createElement("div");
        const signature = dom.appendChild(document.createElement("code"));
        signature.textContent = entry.signature;
        dom.appendChild(document.createElement("div")).textContent = entry.summary;
        dom.style.padding = "4px 8px";
        return { dom };
      },
    };
  }
  return null;
}
