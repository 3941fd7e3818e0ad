import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildDesktop } from "#scripts/build.mjs";
import { CHROMIUM_FLAGS, findChromium } from "#scripts/chromium.mjs";
import { CHANNELS } from "./desktop-api.ts";
import { app, FakeBrowserWindow, FakeWebContents, ipcMain, Menu, protocol, session } from "./testing/fake-electron.ts";

vi.mock("electron", () => import("./testing/fake-electron.ts"));

const HOME = "app://optophone/";
const PAGE = `<!doctype html><title>waits</title>
<script>window.inlineRan = true</script>
<script type="module" src="/page.js"></script>`;
const SCRIPT = `const { version, platform } = await window.optophoneDesktop.info();
document.title = version + " on " + platform;`;

beforeAll(async () => {
  app.folder = mkdtempSync(join(tmpdir(), "optophone-desktop-"));
  mkdirSync(join(app.folder, "dist"));
  writeFileSync(join(app.folder, "dist", "index.html"), PAGE);
  writeFileSync(join(app.folder, "dist", "page.js"), SCRIPT);
  writeFileSync(join(app.folder, "secret.txt"), "not for pages");
  buildDesktop();
  await import("./main.ts");
});

afterAll(() => rmSync(app.folder, { recursive: true, force: true }));

test("nothing opens before Electron is ready; the sandbox and the scheme are set up by then", async () => {
  expect(FakeBrowserWindow.opened).toHaveLength(0);
  expect(app.isSandboxEnabled).toBe(true);
  expect(protocol.privileged).toMatchObject([{ scheme: "app", privileges: { standard: true, secure: true } }]);
  app.becomeReady();
  await vi.waitFor(() => expect(FakeBrowserWindow.opened).toHaveLength(1));
});

test("a second start shows the window of the first, which alone holds the documents", () => {
  expect(app.isLocked).toBe(true);
  const [window] = FakeBrowserWindow.opened;
  app.emit("second-instance", {}, ["optophone"], "/");
  expect(FakeBrowserWindow.opened).toHaveLength(1);
  expect(window?.isFocused).toBe(true);
});

test("one walled-off window shows our page", () => {
  const [window] = FakeBrowserWindow.opened;
  expect(window?.address).toBe(HOME);
  expect(window?.isShown).toBe(true);
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test("every window, whoever opened it, stays on our pages and opens nothing but the output", () => {
  const contents = new FakeWebContents();
  app.emit("web-contents-created", {}, contents);
  expect(contents.navigates(`${HOME}index.html`)).toBe(true);
  expect(contents.navigates("https://example.org/")).toBe(false);
  expect(contents.navigates("file:///etc/passwd")).toBe(false);
  expect(contents.attachesWebview(HOME)).toBe(false);
  const open = (url: string, frameName: string) =>
    contents.openHandler?.({
      url,
      frameName,
      features: "",
      disposition: "new-window",
      referrer: { url: "", policy: "default" },
    });
  expect(open("about:blank", "optophone-output")).toMatchObject({ action: "allow" });
  expect(open(HOME, "_blank")).toEqual({ action: "deny" });
});

test("Chromium's questions are answered no, but for files a person picks, the whole display and the clipboard", () => {
  const { defaultSession } = session;
  const yes = { requested: true, checked: true };
  const no = { requested: false, checked: false };
  expect(defaultSession.grants("fileSystem", HOME)).toEqual(yes);
  expect(defaultSession.grants("fullscreen", HOME)).toEqual(yes);
  expect(defaultSession.grants("clipboard-sanitized-write", HOME)).toEqual(yes);
  expect(defaultSession.grants("clipboard-read", HOME)).toEqual(yes);
  expect(defaultSession.grants("clipboard-read", "https://example.org/")).toEqual(no);
  for (const permission of ["media", "midi", "midiSysex", "geolocation", "usb"] as const)
    expect(defaultSession.grants(permission, HOME), permission).toEqual(no);
  expect(defaultSession.grants("fileSystem", "https://example.org/")).toEqual(no);
  expect(defaultSession.grantsDevice()).toBe(false);
});

test("only our page is told what it runs in", async () => {
  await expect(ipcMain.invoke(CHANNELS.info, HOME, [])).resolves.toMatchObject({ version: "1.2.3" });
  await expect(ipcMain.invoke(CHANNELS.info, "https://example.org/", [])).rejects.toThrow("own page");
  await expect(ipcMain.invoke(CHANNELS.info, "about:blank", [])).rejects.toThrow("own page");
});

test("the menu is ours", () => expect(Menu.shown?.map(({ label, role }) => label ?? role)).toContain("View"));

test("the last window closed ends the app, except on macOS; asked for again, a window opens", () => {
  app.emit("window-all-closed");
  expect(app.hasQuit).toBe(process.platform !== "darwin");
  const [window] = FakeBrowserWindow.opened.splice(0);
  app.emit("activate");
  expect(FakeBrowserWindow.opened).toHaveLength(1);
  expect(FakeBrowserWindow.opened[0]?.address).toBe(window?.address);
  app.emit("activate");
  expect(FakeBrowserWindow.opened).toHaveLength(1);
});

test("the built preload gives a real page the answers of the real main process, under our policy", async () => {
  const [opened] = FakeBrowserWindow.opened;
  expect(opened?.options.webPreferences?.preload).toMatch(/preload[\\/]preload\.cjs$/);
  await inChromium(async (page) => {
    await page.goto(`${STAND_IN}/`);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe(`1.2.3 on ${process.platform}`);
    expect(await page.evaluate(() => "inlineRan" in window)).toBe(false);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const api = await page.evaluate(() => Object.keys(Reflect.get(window, "optophoneDesktop")));
    expect(api).toEqual(["info"]);
    expect(await page.evaluate(async () => (await fetch("/..%2fsecret.txt")).status)).toBe(404);
  });
});

/** Chromium knows no `app:`; this host is as trustworthy to it, and every request goes to the real handler. */
const STAND_IN = "http://optophone.localhost";
const inTheApp = (address: string): string => address.replace(STAND_IN, HOME.slice(0, -1));

/** A page that starts with the built preload. Its `require` knows only what a sandboxed preload may use. */
async function inChromium(work: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = findChromium();
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...CHROMIUM_FLAGS] });
    const page = await browser.newPage();
    await page.exposeFunction("invokeMain", (channel: string, args: unknown[]) =>
      ipcMain.invoke(channel, inTheApp(page.url()), args),
    );
    await page.route("**/*", async (route) => {
      const asked = route.request();
      const response = await protocol.answer(new Request(inTheApp(asked.url()), { method: asked.method() }));
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
    const preload = readFileSync("out/preload/preload.cjs", "utf8");
    await page.addInitScript(`((require) => {${preload}\n})((name) => {
      if (name !== "electron") throw new Error("A sandboxed preload can't require " + name);
      return {
        contextBridge: {
          exposeInMainWorld: (key, api) =>
            Object.defineProperty(window, key, { value: Object.freeze({ ...api }), writable: false }),
        },
        ipcRenderer: { invoke: (channel, ...args) => window.invokeMain(channel, args) },
      };
    })`);
    await work(page);
  } finally {
    await browser?.close();
  }
}
