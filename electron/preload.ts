import { contextBridge, ipcRenderer } from "electron";
import { CHANNELS, type DesktopApi } from "./desktop-api.ts";

const api: DesktopApi = { info: () => ipcRenderer.invoke(CHANNELS.info) };

contextBridge.exposeInMainWorld("optophoneDesktop", api);
