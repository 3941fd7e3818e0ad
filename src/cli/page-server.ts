import { createServer, type IncomingMessage } from "node:http";
import { answer } from "#scripts/static-files.mjs";

/** What the page asks of its driver, by path: bytes to fetch, or what becomes of bytes it posts. */
export interface PageRoutes {
  /** Undefined: there is nothing at this path. */
  get(path: string): Uint8Array | undefined;
  post(path: string, query: URLSearchParams, bytes: Buffer): Promise<void> | void;
}

export interface PageServer {
  /** Ends in a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves a built page from a folder to this machine only, with the same policy as everywhere, and exchanges bytes with it. */
export async function servePage(folder: string, routes: PageRoutes): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    try {
      if (request.method === "POST") {
        await routes.post(pathname, searchParams, await bodyOf(request));
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
  const port = typeof at === "object" && at ? at.port : 0;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
