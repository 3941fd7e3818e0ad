import type { ShippedExample } from "#app/session-port.ts";
import { useSession } from "#app/state/session-context.tsx";
import styles from "./browser.module.css";

export interface ExampleListProps {
  readonly query: string;
  readonly onOpen: (example: ShippedExample) => void;
}

/** Example patches; a click opens one in place of the present patch. */
export function ExampleList({ query, onOpen }: ExampleListProps) {
  const { examples } = useSession();
  const wanted = query.trim().toLowerCase();
  const found = examples.filter(({ name, summary }) => `${name} ${summary}`.toLowerCase().includes(wanted));
  if (found.length === 0) return <p className={styles.empty}>No example is called “{query.trim()}”.</p>;
  return (
    <ul className={styles.list}>
      {found.map((example) => (
        <li key={example.name}>
          <button type="button" className={styles.example} onClick={() => onOpen(example)} data-browser-item>
            {example.name}
            <span>{example.summary}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
