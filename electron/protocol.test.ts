import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerRequest } from "./protocol.ts";

let root = "";
const ask = (path: string, init?: RequestInit): Promise<Response> =>
  answerRequest(join(root, "dist"), new Request(path.startsWith("app:") ? path : `app://optophone${path}`, init));

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "optophone-protocol-"));
  mkdirSync(join(root, "dist", "assets"), { recursive: true });
  writeFileSync(join(root, "dist", "index.html"), "<!doctype html><title>home</title>");
  writeFileSync(join(root, "dist", "assets", "kernels.wasm"), "\0asm");
  writeFileSync(join(root, "dist", "clip.webm"), "0123456789");
  writeFileSync(join(root, "secret.txt"), "secret");
  mkdirSync(join(root, "dist-other"));
  writeFileSync(join(root, "dist-other", "secret.txt"), "secret");
  symlinkSync(join(root, "secret.txt"), join(root, "dist", "link.txt"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("the page comes with its policy and isolated from others", async () => {
  const response = await ask("/");
  expect(await response.text()).toContain("home");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self' 'wasm-/);
  expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
});

test("WebAssembly has the type that lets it compile while it loads", async () => {
  expect((await ask("/assets/kernels.wasm")).headers.get("content-type")).toBe("application/wasm");
});

test("a clip is read in parts", async () => {
  const response = await ask("/clip.webm", { headers: { range: "bytes=2-4" } });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe("bytes 2-4/10");
  expect(await response.text()).toBe("234");
});

test("asked for the headers only, no body comes", async () => {
  const response = await ask("/", { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/..%2fdist-other/secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/..%5csecret.txt",
  "/%00/index.html",
  "/%",
  "/link.txt",
  "/assets",
  "/absent.js",
  "app://elsewhere/index.html",
])("%s is not there", async (path) => {
  const response = await ask(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain("secret");
});

test("nothing is written", async () => expect((await ask("/", { method: "POST", body: "x" })).status).toBe(405));
