import { createServer, type IncomingMessage } from "node:http";
import { answer } from "#scripts/static-files.mjs";

/** What the page asks of its driver, by path: bytes to fetch, or what becomes of bytes it posts. */
export interface PageRoutes {
  /** Undefined: there is nothing at this path. */
  get(path: string): Uint8Array | undefined;
  /** The only paths at which the page may post. */
  readonly posted: ReadonlySet<string>;
  post(path: string, query: URLSearchParams, bytes: Buffer): Promise<void> | void;
}

export interface PageServer {
  /** Ends in a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/** The largest picture or part of a film: 16 384 × 16 384 pixels of four bytes. */
const LARGEST_POST = 1_073_741_824;

/**
 * Serves a built page from a folder to this machine only, with the same policy as everywhere, and exchanges bytes with it.
 * Refuses requests that name another host, posts of other pages or to other paths, and bodies above a gigabyte.
 */
export async function servePage(folder: string, routes: PageRoutes): Promise<PageServer> {
  let host = "";
  const server = createServer(async (request, response) => {
    const refuse = (status: number, words: string) =>
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" }).end(words);
    const target = request.url ?? "/";
    if (!URL.canParse(target, `http://${host}`)) return refuse(400, "This is no address.");
    const { pathname, searchParams } = new URL(target, `http://${host}`);
    try {
      if (request.headers.host !== host) return refuse(403, "Only the render page is answered here.");
      if (request.method === "POST") {
        if (request.headers.origin !== `http://${host}`) return refuse(403, "Only the render page may post here.");
        if (!routes.posted.has(pathname)) return refuse(404, "Nothing is taken at this path.");
        const body = await bodyOf(request);
        if (!body) return refuse(413, "This is more than a picture can be.");
        await routes.post(pathname, searchParams, body);
        response.writeHead(204).end();
        return;
      }
      const bytes = routes.get(pathname);
      if (bytes) {
        response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(bytes);
        return;
      }
      const reply = await answer(folder, { method: request.method ?? "GET", path: pathname });
      response.writeHead(reply.status, reply.headers).end(reply.body);
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const at = server.address();
  host = `127.0.0.1:${typeof at === "object" && at ? at.port : 0}`;
  return {
    address: `http://${host}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The bytes of a request; nothing when there are too many. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_POST) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > LARGEST_POST) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
