/** What runs the page: for a person who reports a fault. */
export interface DesktopInfo {
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly platform: string;
}

/** What the desktop adds to the page, as `window.optophoneDesktop`. In a browser it is absent. */
export interface DesktopApi {
  readonly info: () => Promise<DesktopInfo>;
}

/** The channels between page and main process; each takes no argument. */
export const CHANNELS = { info: "optophone:info" } as const;
