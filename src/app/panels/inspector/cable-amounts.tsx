import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { DragNumber } from "#controls/drag-number.tsx";
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
  const submit = useCommand();
  const gesture = {
    onBegin: () => engine.beginGesture("adjust a cable"),
    onEnd: () => engine.endGesture(),
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
          {...gesture}
          label={intoParameter ? "Amount" : "Gain"}
          value={connection.amount}
          min={intoParameter ? -1 : 0}
          max={intoParameter ? 1 : 2}
          format={intoParameter ? percent : (value) => String(Math.round(value * 100))}
          onChange={(amount) => submit(adjustConnection({ connection: connection.id, amount }))}
        />
      </span>
      {intoParameter && (
        <span className={styles.row}>
          Offset
          <DragNumber
            {...gesture}
            label="Offset"
            value={connection.offset}
            min={-1}
            max={1}
            format={percent}
            onChange={(offset) => submit(adjustConnection({ connection: connection.id, offset }))}
          />
        </span>
      )}
    </div>
  );
}
