import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { done, type Outcome, refused } from "./outcome.ts";

/** Characters of the largest text read: far above any patch a person makes. */
const LARGEST = 16 * 1024 * 1024;
const DEEPEST = 64;
const FORBIDDEN = "__proto__";

/** Reads JSON from a stranger. Refuses what is too large or too deep, and the key that could reach an object's prototype. */
export function parseSafeJson(text: string): Outcome<unknown> {
  if (text.length > LARGEST) return refused("The file is larger than 16 MB of text; a patch is never that large.");
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    return refused(syntaxFault(text, error instanceof Error ? error.message : String(error)));
  }
  const problem = keyProblem(value);
  return problem ? refused(problem) : done(value);
}

/** Where a text stops being JSON, and what would be right there. `message` is what its reader said, which seldom tells where. */
function syntaxFault(text: string, message: string): string {
  const faults: ParseError[] = [];
  try {
    parseTree(text, faults, { disallowComments: true });
  } catch {
    return `This is no JSON text: ${message}`;
  }
  const [first] = faults;
  if (!first) return `This is no JSON text: ${message}`;
  const lines = text.slice(0, first.offset).split("\n");
  const why = printParseErrorCode(first.error).replace(/\B[A-Z]/g, (letter) => ` ${letter}`);
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: this is no JSON text: ${why.toLowerCase()}.`;
}

function keyProblem(root: unknown): string | undefined {
  const ahead: { readonly value: unknown; readonly depth: number; readonly path: string }[] = [
    { value: root, depth: 0, path: "" },
  ];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { value, depth, path } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > DEEPEST) return `${path.slice(0, 80)}…: nested deeper than ${DEEPEST} levels.`;
    for (const [key, child] of Object.entries(value)) {
      const place = path === "" ? key : `${path}.${key}`;
      if (key === FORBIDDEN) return `${place}: a file may not have a key “${key}”.`;
      ahead.push({ value: child, depth: depth + 1, path: place });
    }
  }
  return undefined;
}
