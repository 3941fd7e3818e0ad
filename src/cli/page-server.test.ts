import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type PageServer, servePage } from "./page-server.ts";

const folder = mkdtempSync(join(tmpdir(), "optophone-page-"));
const taken: string[] = [];
let server: PageServer;

beforeAll(async () => {
  server = await servePage(folder, {
    get: () => undefined,
    posted: new Set(["/film"]),
    post: (path) => {
      taken.push(path);
    },
  });
});
beforeEach(() => {
  taken.length = 0;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The status a raw request is answered with. */
const statusOf = (request: string, headers: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.address).port), "127.0.0.1", () =>
      socket.write(`${[request, ...headers].join("\r\n")}\r\n\r\n`),
    );
    socket.on("error", reject).on("data", (data) => {
      socket.destroy();
      resolve(Number(data.toString().split(" ")[1]));
    });
  });

const host = () => `Host: ${new URL(server.address).host}`;
const origin = () => `Origin: ${new URL(server.address).origin}`;

it("answers what is no address, and goes on", async () => {
  expect(await statusOf("GET // HTTP/1.1", [host()])).toBe(400);
  expect(await statusOf("GET /none HTTP/1.1", [host()])).toBe(404);
});

it("takes what its own page posts at its path only", async () => {
  expect(await statusOf("POST /film HTTP/1.1", [host(), origin(), "Content-Length: 0"])).toBe(204);
  expect(taken).toEqual(["/film"]);
  expect(await statusOf("POST /other HTTP/1.1", [host(), origin(), "Content-Length: 0"])).toBe(404);
  expect(await statusOf("POST /film HTTP/1.1", [host(), "Content-Length: 0"])).toBe(403);
  expect(await statusOf("POST /film HTTP/1.1", [host(), "Origin: http://example.org", "Content-Length: 0"])).toBe(403);
  expect(await statusOf("POST /film HTTP/1.1", ["Host: example.org", origin(), "Content-Length: 0"])).toBe(403);
  expect(await statusOf("GET /none HTTP/1.1", ["Host: example.org"])).toBe(403);
  expect(taken).toEqual(["/film"]);
});

it("takes no more than a picture can be", async () => {
  expect(await statusOf("POST /film HTTP/1.1", [host(), origin(), "Content-Length: 2000000000"])).toBe(413);
  expect(taken).toEqual([]);
});
