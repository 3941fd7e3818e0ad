import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { ScriptApiEntry } from "#app/session-port.ts";

const WORD = /[A-Za-z_][\w.:]*/;
/** A word at the end of a line, or what a method is asked of, the colon and what there is of the method. */
const TYPED = /(?:[A-Za-z_][\w.]*|[)\]]):\w*$|[A-Za-z_]\w*$/;

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

function complete(
  entries: readonly ScriptApiEntry[],
  { state, pos, explicit }: CompletionContext,
): CompletionResult | null {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  if (!explicit && !TYPED.test(before)) return null;
  const { from, options } = completionsFor(entries, before);
  return {
    from: line.from + from,
    options: options.map(({ text, entry: { signature, summary } }) => ({
      label: text,
      detail: signature.slice(signature.indexOf("(")),
      info: summary,
      type: "function",
    })),
    validFor: /^\w*$/,
  };
}

/**
 * What may be inserted at the end of `before`, the line up to the cursor, in place of what follows `from`. After a colon the methods,
 * of what stands before it where that is known; else the functions, and the methods of what is global with it before.
 */
export function completionsFor(
  entries: readonly ScriptApiEntry[],
  before: string,
): { readonly from: number; readonly options: readonly { readonly text: string; readonly entry: ScriptApiEntry }[] } {
  const typed = TYPED.exec(before)?.[0] ?? "";
  const start = before.length - typed.length;
  const colon = typed.lastIndexOf(":") + 1;
  if (colon === 0) {
    const plain = entries.filter(({ name, of }) => of === undefined || name.includes(":"));
    return { from: start, options: plain.map((entry) => ({ text: entry.name, entry })) };
  }
  const own = entries.filter(({ name }) => name.startsWith(typed.slice(0, colon)));
  const methods = own.length > 0 ? own : entries.filter(({ of }) => of !== undefined);
  return {
    from: start + colon,
    options: methods.map((entry) => ({ text: entry.name.slice(entry.name.lastIndexOf(":") + 1), entry })),
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
