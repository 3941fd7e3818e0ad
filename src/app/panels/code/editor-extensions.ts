import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { lua } from "@codemirror/legacy-modes/mode/lua";
import { lintGutter } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Everything of the editor that does not depend on the script. Ctrl+Enter calls `apply` with the whole text. */
export function editorExtensions(label: string, apply: (text: string) => void): Extension {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorState.tabSize.of(2),
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    StreamLanguage.define(lua),
    syntaxHighlighting(HIGHLIGHT),
    THEME,
    keymap.of([
      {
        key: "Mod-Enter",
        run: (view) => {
          apply(view.state.doc.toString());
          return true;
        },
      },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
    ]),
  ];
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--text-faint)" },
  { tag: [tags.standard(tags.name), tags.function(tags.name)], color: "var(--code-call)" },
]);

const THEME = EditorView.theme(
  {
    "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface-0)" },
    "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
    ".cm-scroller": { font: "var(--type-mono)", lineHeight: "18px" },
    ".cm-content": { caretColor: "var(--accent)", padding: "8px 0" },
    ".cm-cursor": { borderLeftColor: "var(--accent)" },
    ".cm-gutters": { backgroundColor: "var(--surface-0)", color: "var(--text-faint)", border: "none" },
    ".cm-activeLine": { backgroundColor: "rgb(255 255 255 / 3%)" },
    ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text-dim)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "var(--surface-3)",
    },
    ".cm-selectionMatch": { backgroundColor: "var(--surface-2)" },
    ".cm-tooltip": {
      maxWidth: "480px",
      border: "1px solid var(--line-strong)",
      borderRadius: "var(--radius-control)",
      color: "var(--text)",
      backgroundColor: "var(--surface-2)",
      font: "var(--type-label)",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--surface-3)", color: "var(--text)" },
    ".cm-panels": { backgroundColor: "var(--surface-1)", color: "var(--text)" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  },
  { dark: true },
);
