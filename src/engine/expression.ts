import { done, type Outcome, refused } from "./outcome.ts";

/** Deeper nesting than anybody types. */
const DEEPEST = 64;

/**
 * Works out what somebody typed into a number field: numbers, `+ - * /`, parentheses, and `x` for the value that is there.
 * A leading `*` or `/` goes on from that value. Refuses what it can't read and what has no finite result.
 */
export function evaluateExpression(text: string, x: number): Outcome<number> {
  const source = /^\s*[*/]/.test(text) ? `x${text}` : text;
  const parser = new ExpressionParser(source, x);
  const value = parser.sum(0);
  if (value === undefined || !parser.atEnd()) return refused(`“${text.trim()}” is no number.`);
  return Number.isFinite(value) ? done(value) : refused(`“${text.trim()}” has no finite result.`);
}

/** Recursive descent; every method answers undefined where it can't read on. */
class ExpressionParser {
  readonly #text: string;
  readonly #x: number;
  #at = 0;

  constructor(text: string, x: number) {
    this.#text = text;
    this.#x = x;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  sum(depth: number): number | undefined {
    let value = this.#product(depth);
    while (value !== undefined) {
      const sign = this.#take("+-−");
      if (!sign) break;
      const right = this.#product(depth);
      if (right === undefined) return undefined;
      value = sign === "+" ? value + right : value - right;
    }
    return value;
  }

  #product(depth: number): number | undefined {
    let value = this.#factor(depth);
    while (value !== undefined) {
      const operator = this.#take("*/");
      if (!operator) break;
      const right = this.#factor(depth);
      if (right === undefined) return undefined;
      value = operator === "*" ? value * right : value / right;
    }
    return value;
  }

  #factor(depth: number): number | undefined {
    if (depth > DEEPEST) return undefined;
    const sign = this.#take("+-−");
    if (sign) {
      const value = this.#factor(depth + 1);
      return value === undefined || sign === "+" ? value : -value;
    }
    if (this.#take("(")) {
      const value = this.sum(depth + 1);
      return this.#take(")") ? value : undefined;
    }
    if (this.#take("x")) return this.#x;
    return this.#number();
  }

  #number(): number | undefined {
    this.#skipSpace();
    const match = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(this.#text.slice(this.#at));
    if (!match) return undefined;
    this.#at += match[0].length;
    return Number(match[0]);
  }

  #take(characters: string): string | undefined {
    this.#skipSpace();
    const character = this.#text[this.#at];
    if (character === undefined || !characters.includes(character)) return undefined;
    this.#at++;
    return character;
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }
}
