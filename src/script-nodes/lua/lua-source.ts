/** A text without what only systems outside read: a byte order mark, and a first line that begins with `#`. Its lines keep their numbers. */
export function luaSource(text: string): string {
  const marked = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (!marked.startsWith("#")) return marked;
  const end = marked.indexOf("\n");
  return end === -1 ? "" : marked.slice(end);
}
