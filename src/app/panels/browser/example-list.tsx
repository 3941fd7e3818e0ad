import type { ShippedExample } from "#app/session-port.ts";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import styles from "./browser.module.css";

export interface ExampleListProps {
  readonly query: string;
  readonly onOpen: (name: string, text: string) => void;
}

/** Example patches; a click opens one in place of the present patch. */
export function ExampleList({ query, onOpen }: ExampleListProps) {
  const { examples } = useSession();
  const { tell } = useNotices();
  const wanted = query.trim().toLowerCase();
  const found = examples.filter(({ name, summary }) => `${name} ${summary}`.toLowerCase().includes(wanted));
  const open = async (example: ShippedExample) => {
    try {
      onOpen(example.name, await example.load());
    } catch {
      tell({ text: `“${example.name}” could not be fetched. Check the connection and try again.`, tone: "refusal" });
    }
  };
  if (found.length === 0) return <p className={styles.empty}>No example is called “{query.trim()}”.</p>;
  return (
    <ul className={styles.list}>
      {found.map((example) => (
        <li key={example.name}>
          <button type="button" className={styles.example} onClick={() => open(example)} data-browser-item>
            {example.name}
            <span>{example.summary}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
