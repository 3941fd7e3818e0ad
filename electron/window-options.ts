import type { BrowserWindowConstructorOptions } from "electron";

/**
 * The main window: its page is walled off from Node and from the preload, and goes on at full speed behind other windows,
 * because its picture may be on another display.
 * @param preload path of the built preload script
 */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1_440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: "#0f1114",
    title: "Optophone",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
      autoplayPolicy: "document-user-activation-required",
    },
  };
}
