import { join } from "node:path";
import { app, BrowserWindow, ipcMain, Menu, protocol, session, type WebContents } from "electron";
import { CHANNELS, type DesktopInfo } from "./desktop-api.ts";
import { menuTemplate } from "./menu.ts";
import { mayNavigate, windowOpenAnswer } from "./navigation.ts";
import { HOME, isOwnPage, SCHEME } from "./own-pages.ts";
import { mayUse } from "./permissions.ts";
import { answerRequest, PRIVILEGED_SCHEMES } from "./protocol.ts";
import { windowOptions } from "./window-options.ts";

const PRELOAD = join(import.meta.dirname, "..", "preload", "preload.cjs");

/** Keeps every window, whoever opened it, on our own pages. */
function fence(contents: WebContents): void {
  contents.on("will-frame-navigate", (event) => {
    if (!mayNavigate(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(windowOpenAnswer);
}

function openWindow(): void {
  const window = new BrowserWindow(windowOptions(PRELOAD));
  window.once("ready-to-show", () => window.show());
  void window.loadURL(HOME);
}

/** Brings the window to the front; opens one where there is none. */
function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) openWindow();
  else {
    if (window.isMinimized()) window.restore();
    window.focus();
  }
}

function start(): void {
  const folder = join(app.getAppPath(), "dist");
  protocol.handle(SCHEME, (request) => answerRequest(folder, request));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayUse(permission, details.requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin));
  session.defaultSession.setDevicePermissionHandler(() => false);
  ipcMain.handle(CHANNELS.info, (event): DesktopInfo => {
    if (!isOwnPage(event.senderFrame?.url)) throw new Error("Only Optophone's own page may ask for this.");
    const { electron = "", chrome: chromium = "" } = process.versions;
    return { version: app.getVersion(), electron, chromium, platform: process.platform };
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  openWindow();
}

app.enableSandbox();
protocol.registerSchemesAsPrivileged(PRIVILEGED_SCHEMES);
app.on("web-contents-created", (_event, contents) => fence(contents));
app.on("activate", () => {
  if (BrowserWindow.getAllWindows().length === 0) openWindow();
});
app.on("window-all-closed", () => {
  if (process.platform !== "darwin") app.quit();
});
app.on("second-instance", showWindow);
// Two of them can't share what the page keeps. Not awaited: Electron becomes ready only once this file has run to its end.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();
