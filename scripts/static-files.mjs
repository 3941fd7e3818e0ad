// Answers requests for the built page from a folder: right types, security headers, nothing outside the folder.
import { randomBytes } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { NONCE_PLACEHOLDER, securityHeaders } from "./security-headers.mjs";

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".opto": "application/json; charset=utf-8",
  ".optz": "application/zip",
  ".lua": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wav": "audio/wav",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".flac": "audio/flac",
  ".webm": "video/webm",
  ".mp4": "video/mp4",
};

/**
 * The file a URL path means inside a folder, or nothing when it points outside or at no file.
 * @param {string} folder
 * @param {string} urlPath still percent-encoded, beginning with a slash
 */
export async function fileFor(folder, urlPath) {
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (path.includes("\0") || path.includes("\\") || path.split("/").includes("..")) return undefined;
  const root = resolve(folder);
  const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
  if (!file.startsWith(root + sep)) return undefined;
  try {
    const real = await realpath(file);
    if (!real.startsWith((await realpath(root)) + sep)) return undefined;
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @typedef {{ status: number, headers: Record<string, string>, body: Buffer }} StaticAnswer
 */

/**
 * The answer to one request. Understands a single byte range, which media elements ask for.
 * @param {string} folder
 * @param {{ method: string, path: string, range?: string | undefined }} request `path` without query
 * @returns {Promise<StaticAnswer>}
 */
export async function answer(folder, request) {
  const nonce = randomBytes(16).toString("base64");
  const headers = securityHeaders(nonce);
  const text = (/** @type {number} */ status, /** @type {string} */ words) => ({
    status,
    headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
    body: Buffer.from(words),
  });
  if (request.method !== "GET" && request.method !== "HEAD") return text(405, "Only GET and HEAD are answered here.");
  const file = await fileFor(folder, request.path);
  if (!file) return text(404, "There is no such file.");
  const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  let body = await readFile(file);
  if (type.startsWith("text/html")) body = Buffer.from(body.toString("utf8").replaceAll(NONCE_PLACEHOLDER, nonce));
  const cache = /\/assets\/[^/]*-[\w-]{8}\.\w+$/.test(request.path)
    ? "public, max-age=31536000, immutable"
    : "no-cache";
  const common = { ...headers, "Content-Type": type, "Cache-Control": cache, "Accept-Ranges": "bytes" };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.range ?? "");
  if (!range) return { status: 200, headers: { ...common, "Content-Length": String(body.length) }, body };
  const from = Number(range[1]);
  const to = range[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
  if (from > to) return text(416, "That part of the file does not exist.");
  return {
    status: 206,
    headers: {
      ...common,
      "Content-Range": `bytes ${from}-${to}/${body.length}`,
      "Content-Length": String(to - from + 1),
    },
    body: body.subarray(from, to + 1),
  };
}
