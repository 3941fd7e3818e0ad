import type { PlaceRequest } from "#app/panels/place.ts";
import { useSession } from "#app/state/session-context.tsx";
import { signalOf } from "#app/theme/signal-of.ts";
import styles from "./browser.module.css";
import { BrowserItem } from "./browser-item.tsx";
import { findModules, KIND_TITLES } from "./module-search.ts";

export interface ModuleListProps {
  readonly query: string;
  readonly onPlace: (request: PlaceRequest) => void;
}

/** All modules by kind, or those that fit the query, best first. */
export function ModuleList({ query, onPlace }: ModuleListProps) {
  const { registry } = useSession();
  const found = findModules(registry.all(), query);
  if (found.length === 0)
    return (
      <p className={styles.empty}>No module is called “{query.trim()}”. Try what it does, like “echo” or “blur”.</p>
    );
  const groups =
    query.trim() === ""
      ? KIND_TITLES.map(([kind, title]) => ({ title, modules: found.filter((definition) => definition.kind === kind) }))
      : [{ title: "Best first", modules: found }];
  return groups
    .filter(({ modules }) => modules.length > 0)
    .map(({ title, modules }) => (
      <div key={title}>
        <h2 className={styles.group}>{title}</h2>
        <ul className={styles.list}>
          {modules.map((definition) => {
            const payload = { kind: "module", type: definition.type } as const;
            return (
              <BrowserItem
                key={definition.type}
                title={definition.title}
                summary={definition.summary}
                signal={signalOf(definition)}
                payload={payload}
                onChoose={() => onPlace({ payload })}
              />
            );
          })}
        </ul>
      </div>
    ));
}
