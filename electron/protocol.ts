import type { CustomScheme } from "electron";
import { answer } from "#scripts/static-files.mjs";
import { isOwnPage, SCHEME } from "./own-pages.ts";

/** What pages under `app:` may do: the same as pages under `https:`, which shared memory and audio worklets need. */
export const PRIVILEGED_SCHEMES: CustomScheme[] = [
  {
    scheme: SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
];

/**
 * Answers a request for `app://optophone/…` from a folder, with the headers `npm start` sends. What lies outside the
 * folder, another host and any method but GET and HEAD are refused.
 */
export async function answerRequest(folder: string, request: Request): Promise<Response> {
  if (!isOwnPage(request.url)) return new Response("There is no such page.", { status: 404 });
  const { status, headers, body } = await answer(folder, {
    method: request.method,
    path: new URL(request.url).pathname,
    range: request.headers.get("range") ?? undefined,
  });
  return new Response(request.method === "HEAD" ? null : new Uint8Array(body), { status, headers });
}
