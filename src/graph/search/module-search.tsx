import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { focusAtOnce } from "#controls/focus-at-once.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { KIND_COLOUR } from "#graph/module/module-view.tsx";
import styles from "./module-search.module.css";
import { findEntries, type SearchEntry, type SearchPreset, summaryOf, titleOf } from "./search-entries.ts";

interface ModuleSearchProps {
  /** In px from the canvas's top left corner. */
  readonly place: { readonly x: number; readonly y: number };
  readonly definitions: readonly ModuleDefinition[];
  readonly presets: readonly SearchPreset[];
  /** What the results are limited to, in words; undefined when all are offered. */
  readonly fitting?: string;
  /** `stay` keeps the search open for another. */
  readonly onPick: (entry: SearchEntry, stay: boolean) => void;
  readonly onClose: () => void;
}

/** Finds a module or patch preset by title, other names and summary. Arrows choose, Enter adds, Shift+Enter adds and stays. */
export function ModuleSearch({ place, definitions, presets, fitting, onPick, onClose }: ModuleSearchProps) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useMemo(() => findEntries(query, definitions, presets), [query, definitions, presets]);
  const current = Math.min(chosen, found.length - 1);

  const choose = (index: number): void => {
    const next = Math.max(0, Math.min(found.length - 1, index));
    setChosen(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const entry = found[current];
    if (event.key === "ArrowDown") choose(current + 1);
    else if (event.key === "ArrowUp") choose(current - 1);
    else if (event.key === "Enter" && entry) onPick(entry, event.shiftKey);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
  };

  return (
    <search
      className={styles.search}
      style={{ left: place.x, top: place.y }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <input
        ref={focusAtOnce}
        role="combobox"
        aria-label="Find a module"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id} ${current}` : undefined}
        placeholder={fitting ?? "Find a module or patch preset"}
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={id} role="listbox" aria-label="Modules and patch presets" className={styles.list}>
        {found.map((entry, index) => (
          <div
            key={entry.key}
            id={`${id} ${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={styles.entry}
            onPointerMove={() => setChosen(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={(event) => onPick(entry, event.shiftKey)}
            onKeyDown={onKeyDown}
          >
            <i
              style={{ background: entry.kind === "module" ? KIND_COLOUR[entry.definition.kind] : "var(--text-dim)" }}
            />
            <b>{titleOf(entry)}</b>
            <span>{summaryOf(entry)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={styles.none} role="status">
          Nothing is called “{query}”{fitting ? " and fits this cable" : ""}. Try what it does, like “echo” or “mirror”.
        </p>
      ) : null}
    </search>
  );
}
