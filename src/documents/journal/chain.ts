import { crc32 } from "./crc32.ts";
import { bytesOf } from "./text-bytes.ts";

/** A row of texts, one a line, each with a checksum over itself and all before it: what follows a fault can't pass for whole. */
export class Chain {
  #sum = 0;

  /** The next line, with its end. `text` holds no line break, as JSON doesn't. */
  line(text: string): string {
    this.#sum = crc32(bytesOf(text), this.#sum);
    return `${this.#sum.toString(16).padStart(8, "0")} ${text}\n`;
  }
}

/** The texts of a chain's lines, up to the first that is torn or altered. `whole` tells whether that was all. */
export function chainedTexts(written: string): { readonly texts: readonly string[]; readonly whole: boolean } {
  const texts: string[] = [];
  const chain = new Chain();
  let at = 0;
  for (let end = written.indexOf("\n"); end >= 0; end = written.indexOf("\n", at)) {
    const text = written.slice(at + 9, end);
    if (chain.line(text) !== written.slice(at, end + 1)) return { texts, whole: false };
    texts.push(text);
    at = end + 1;
  }
  return { texts, whole: at === written.length };
}
