/** Lets so many lines through each second of `now` (milliseconds), then says how many it kept back. */
export function limitOutput(
  linesPerSecond: number,
  now: () => number,
  show: (line: string) => void,
): { print(line: string): void } {
  let since = Number.NEGATIVE_INFINITY;
  let shown = 0;
  let dropped = 0;
  return {
    print(line) {
      if (now() - since >= 1_000) {
        if (dropped > 0) show(`… ${dropped} more lines were left out.`);
        since = now();
        shown = 0;
        dropped = 0;
      }
      if (shown < linesPerSecond) show(line.slice(0, LONGEST_LINE));
      else dropped++;
      shown++;
    },
  };
}

const LONGEST_LINE = 2_000;
