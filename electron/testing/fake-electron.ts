import type {
  BrowserWindowConstructorOptions,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  Session,
  WebContents,
} from "electron";

type Listener = (...args: never[]) => unknown;
type IpcHandler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;
type ProtocolHandler = (request: Request) => Promise<Response>;
type PermissionRequest = Parameters<NonNullable<Parameters<Session["setPermissionRequestHandler"]>[0]>>;

/** Keeps listeners by event, as Electron's emitters do. */
class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  emit(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...(args as never[]));
  }
}

/** What a page asked of the window manager, and the answer it got. */
export class FakeWebContents extends FakeEmitter {
  openHandler: Parameters<WebContents["setWindowOpenHandler"]>[0] | undefined;

  setWindowOpenHandler(handler: Parameters<WebContents["setWindowOpenHandler"]>[0]): void {
    this.openHandler = handler;
  }

  /** Whether a navigation to an address would go on. */
  navigates(url: string): boolean {
    return this.#goesOn("will-frame-navigate", url);
  }

  attachesWebview(url: string): boolean {
    return this.#goesOn("will-attach-webview", url);
  }

  #goesOn(name: string, url: string): boolean {
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    this.emit(name, { url, preventDefault });
    return !isPrevented;
  }
}

/** A window that is only remembered. Options are cloned as on their way to the browser process. */
export class FakeBrowserWindow extends FakeEmitter {
  static readonly opened: FakeBrowserWindow[] = [];
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  address: string | undefined;
  isShown = false;
  isFocused = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = structuredClone(options);
    FakeBrowserWindow.opened.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  static getAllWindows(): readonly FakeBrowserWindow[] {
    return FakeBrowserWindow.opened;
  }

  async loadURL(address: string): Promise<void> {
    this.address = address;
    this.emit("ready-to-show");
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  focus(): void {
    this.isFocused = true;
  }

  show(): void {
    this.isShown = true;
  }
}

class FakeApp extends FakeEmitter {
  isSandboxEnabled = false;
  /** Whether it was asked to be the only one running. */
  isLocked = false;
  hasQuit = false;
  /** The project's folder as the app sees it. */
  folder = "";
  /** What {@link becomeReady} lets go on. */
  readonly #waiting: (() => void)[] = [];

  enableSandbox(): void {
    this.isSandboxEnabled = true;
  }
  getAppPath(): string {
    return this.folder;
  }
  getVersion(): string {
    return "1.2.3";
  }
  quit(): void {
    this.hasQuit = true;
  }
  requestSingleInstanceLock(): boolean {
    this.isLocked = true;
    return true;
  }
  whenReady(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  becomeReady(): void {
    for (const go of this.#waiting) go();
  }
}

/** A second handler for one channel throws, and what crosses between the processes is cloned: both as in Electron. */
class FakeIpcMain {
  readonly #handlers = new Map<string, IpcHandler>();

  handle(channel: string, handler: IpcHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  /** What a page at an address gets for calling a channel. */
  async invoke(channel: string, from: string, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    // Only the sender's address is ever read.
    const event = { senderFrame: { url: from } } as IpcMainInvokeEvent;
    return structuredClone(await handler(event, ...structuredClone(args)));
  }
}

class FakeProtocol {
  readonly privileged: { scheme: string; privileges?: object }[] = [];
  readonly #handlers = new Map<string, ProtocolHandler>();

  registerSchemesAsPrivileged(schemes: { scheme: string; privileges?: object }[]): void {
    this.privileged.push(...structuredClone(schemes));
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The scheme ${scheme} has a handler already`);
    this.#handlers.set(scheme, handler);
  }

  answer(request: Request): Promise<Response> {
    const handler = this.#handlers.get(new URL(request.url).protocol.slice(0, -1));
    if (!handler) throw new Error(`Nothing answers ${request.url}`);
    return handler(request);
  }
}

class FakeSession {
  #request: ((...args: PermissionRequest) => void) | undefined;
  #check: ((contents: null, permission: string, origin: string) => boolean) | undefined;
  #device: (() => boolean) | undefined;

  setPermissionRequestHandler(handler: (...args: PermissionRequest) => void): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: (contents: null, permission: string, origin: string) => boolean): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.#device = handler;
  }

  /** What Chromium would do; without handlers Electron grants everything, so that is what this does. */
  grants(permission: PermissionRequest[1], requestingUrl: string): { requested: boolean; checked: boolean } {
    let requested = this.#request === undefined;
    const answer = (granted: boolean): void => {
      requested = granted;
    };
    const details = { requestingUrl, isMainFrame: true };
    // No handler of ours looks at who asks, only at the address.
    this.#request?.(null as unknown as PermissionRequest[0], permission, answer, details);
    return { requested, checked: this.#check?.(null, permission, requestingUrl) ?? true };
  }

  grantsDevice(): boolean {
    return this.#device?.() ?? true;
  }
}

export const app = new FakeApp();
export const ipcMain = new FakeIpcMain();
export const protocol = new FakeProtocol();
export const session = { defaultSession: new FakeSession() };
export const Menu = {
  shown: undefined as readonly MenuItemConstructorOptions[] | undefined,
  buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => structuredClone(template),
  setApplicationMenu(menu: readonly MenuItemConstructorOptions[]) {
    Menu.shown = menu;
  },
};
export { FakeBrowserWindow as BrowserWindow };
