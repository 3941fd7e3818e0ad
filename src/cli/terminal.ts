/** Where a command speaks. */
export interface Terminal {
  /** A line of the result, on stdout. */
  print(line: string): void;
  /** A line about what went wrong, on stderr. */
  complain(line: string): void;
  /** How far long work has come, 0 to 1; shown only where somebody watches. The line goes away at 1. */
  progress(what: string, share: number): void;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const watched = process.stderr.isTTY;
  let shown = "";
  const clear = () => {
    if (shown !== "") process.stderr.write("\r\u001b[K");
    shown = "";
  };
  return {
    print(line) {
      clear();
      process.stdout.write(`${line}\n`);
    },
    complain(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress(what, share) {
      if (!watched) return;
      const text = `${what} ${Math.floor(share * 100)} %`;
      if (share >= 1) clear();
      else if (text !== shown) {
        process.stderr.write(`\r\u001b[K${text}`);
        shown = text;
      }
    },
  };
}
