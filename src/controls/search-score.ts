/** A text a search may find an entry by, and what a hit in it is worth. */
export interface SearchField {
  readonly text: string;
  readonly weight: number;
}

/**
 * How well fields answer a query: 0 for not at all, more for better. Every word of the query must be found somewhere;
 * the start of a text counts most, then the start of a word, then anywhere, then letters in order.
 */
export function searchScore(query: string, fields: readonly SearchField[]): number {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  let total = 0;
  for (const word of words) {
    let best = 0;
    for (const { text, weight } of fields) best = Math.max(best, wordScore(word, text.toLowerCase()) * weight);
    if (best === 0) return 0;
    total += best;
  }
  return total / words.length;
}

const FUZZY_LENGTH = 24;

function wordScore(word: string, text: string): number {
  if (text === word) return 1;
  const at = text.indexOf(word);
  if (at === 0) return 0.9;
  if (at > 0) return /[\s\-_.(/]/.test(text[at - 1] ?? "") ? 0.75 : 0.5;
  return text.length <= FUZZY_LENGTH ? fuzzyScore(word, text) : 0;
}

/** Letters in order, the closer together the better; only for short texts, where it means something. */
function fuzzyScore(word: string, text: string): number {
  let position = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, position + 1);
    if (next < 0) return 0;
    if (position >= 0) gaps += next - position - 1;
    else if (next > 0) gaps += 1;
    position = next;
  }
  return word.length < 2 ? 0 : 0.4 / (1 + gaps / 2);
}
