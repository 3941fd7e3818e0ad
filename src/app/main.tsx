import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { play } from "#engine/command.ts";
import { openDocument } from "./files/open-document.ts";
import { createSession } from "./session/create-session.ts";
import { SHIPPED_EXAMPLES } from "./session/shipped.ts";
import { AppShell } from "./shell/app-shell.tsx";
import { sayIfItCannotStart } from "./shell/start-failure.tsx";
import { createNotices } from "./state/notices.tsx";
import { tellUnhandled } from "./state/tell-unhandled.ts";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the app");

const notices = createNotices();
tellUnhandled(window, notices);
const page = createRoot(root);
const itIsThere = sayIfItCannotStart(window, page);
const session = createSession(notices);
const files = await openDocument({
  engine: session.engine,
  text: session.patchText,
  notices,
  welcome: () => SHIPPED_EXAMPLES[0]?.load() ?? Promise.reject(new Error("No example ships with this build")),
});
// The first thing seen should move: the clock runs from the display until sound starts.
session.engine.submit(play());

// For the browser's console, and for tests that look at what a user would hear.
Object.assign(globalThis, { optophone: session });

itIsThere();
page.render(
  <StrictMode>
    <AppShell session={session} notices={notices} files={files} />
  </StrictMode>,
);
