import { type KeyboardEvent, useRef, useState } from "react";
import type { PlaceRequest } from "#app/panels/place.ts";
import type { ShippedExample } from "#app/session-port.ts";
import { PanelBoundary } from "#app/shell/panel-boundary.tsx";
import { arrangePanels, type BrowserTab } from "#app/state/panels-slice.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { Tabs } from "#controls/tabs.tsx";
import styles from "./browser.module.css";
import { ExampleList } from "./example-list.tsx";
import { ModuleList } from "./module-list.tsx";
import { PresetList } from "./preset-list.tsx";

const TABS = [
  { id: "modules", label: "Modules" },
  { id: "presets", label: "Presets" },
  { id: "examples", label: "Examples" },
] as const satisfies readonly { id: BrowserTab; label: string }[];

const FIND: Readonly<Record<BrowserTab, string>> = {
  modules: "Find a module",
  presets: "Find a preset",
  examples: "Find an example",
};

export interface BrowserPanelProps {
  readonly onPlace: (request: PlaceRequest) => void;
  /** Opens the text of an example patch. */
  readonly onOpenExample: (example: ShippedExample) => void;
}

/** Modules, patch presets and example patches, to click or drag onto the canvas. */
export function BrowserPanel({ onPlace, onOpenExample }: BrowserPanelProps) {
  const tab = useUi((state) => state.panels.browserTab);
  const dispatch = useUiDispatch();
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-browser-item]") ?? [])];

  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && query !== "") {
      event.stopPropagation();
      setQuery("");
    } else if (event.key === "Enter") items()[0]?.click();
    else if (event.key === "ArrowDown") {
      event.preventDefault();
      items()[0]?.focus();
    }
  };
  const onListKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = items();
    const at = all.findIndex((item) => item.matches(":focus"));
    if (at < 0) return;
    event.preventDefault();
    all[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  };

  return (
    <section className={styles.panel} aria-label="Browser">
      <div className={styles.head}>
        <Tabs
          label="Browser"
          tabs={TABS}
          selected={tab}
          panelId="browser-list"
          onSelect={(browserTab) => dispatch(arrangePanels({ browserTab }))}
        />
        <div className={styles.search}>
          <input
            type="text"
            className={controls.field}
            placeholder={FIND[tab]}
            aria-label={FIND[tab]}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onSearchKey}
            data-browser-search
          />
          <kbd className={controls.kbd}>/</kbd>
        </div>
      </div>
      <div
        ref={list}
        className={styles.scroll}
        id="browser-list"
        role="tabpanel"
        aria-labelledby={`browser-list-${tab}`}
        onKeyDown={onListKey}
      >
        <PanelBoundary what={`The list of ${tab}`} shows={tab}>
          {tab === "modules" && <ModuleList query={query} onPlace={onPlace} />}
          {tab === "presets" && <PresetList query={query} onPlace={onPlace} />}
          {tab === "examples" && <ExampleList query={query} onOpen={onOpenExample} />}
        </PanelBoundary>
      </div>
    </section>
  );
}
