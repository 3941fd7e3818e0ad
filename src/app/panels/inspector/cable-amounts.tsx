import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { DragNumber } from "#controls/drag-number.tsx";
import { commandEdit } from "#controls/value-edit.ts";
import { adjustConnection } from "#engine/command.ts";
import type { Connection } from "#engine/patch.ts";
import styles from "./inspector.module.css";

const percent = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(Math.round(value * 100))}`;

/** Percent typed as “38”, “+38” or “−12”. */
const parsePercent = (text: string): number | undefined => {
  const value = Number.parseFloat(text.replace("−", "-").replace(",", "."));
  return Number.isFinite(value) ? value / 100 : undefined;
};

export interface CableAmountsProps {
  readonly connection: Connection;
  /** It moves a parameter: the amount has a sign and there is an offset. */
  readonly intoParameter: boolean;
}

/** How strongly a cable acts: dragged or typed, one undo step a drag. */
export function CableAmounts({ connection, intoParameter }: CableAmountsProps) {
  const { engine } = useSession();
  const { tell } = useNotices();
  const refuse = (reason: string) => tell({ text: reason, tone: "refusal" });
  const edit = (field: "amount" | "offset") =>
    commandEdit(
      engine,
      {
        label: `a cable's ${field}`,
        now: ({ patch }) => patch.connections.get(connection.id)?.[field] ?? connection[field],
        command: (value) => adjustConnection({ connection: connection.id, [field]: value }),
      },
      refuse,
    );
  const shared = {
    unit: "%",
    step: 0.01,
    characters: 5,
    parse: parsePercent,
  };
  return (
    <div className={styles.amounts}>
      <span className={styles.row}>
        {intoParameter ? "Amount" : "Gain"}
        <DragNumber
          {...shared}
          label={intoParameter ? "Amount" : "Gain"}
          value={connection.amount}
          min={intoParameter ? -1 : 0}
          max={intoParameter ? 1 : 2}
          format={intoParameter ? percent : (value) => String(Math.round(value * 100))}
          edit={edit("amount")}
        />
      </span>
      {intoParameter && (
        <span className={styles.row}>
          Offset
          <DragNumber
            {...shared}
            label="Offset"
            value={connection.offset}
            min={-1}
            max={1}
            format={percent}
            edit={edit("offset")}
          />
        </span>
      )}
    </div>
  );
}
