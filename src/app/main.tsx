import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { play } from "#engine/command.ts";
import { DocumentLocks } from "./files/document-lock.ts";
import { openDocument } from "./files/open-document.ts";
import { openPageJournal } from "./files/page-journal.ts";
import { createSession } from "./session/create-session.ts";
import { SHIPPED_EXAMPLES } from "./session/shipped.ts";
import { AppShell } from "./shell/app-shell.tsx";
import { sayIfItCannotStart } from "./shell/start-failure.tsx";
import { journalDrafts } from "./state/journal-drafts.ts";
import { createNotices } from "./state/notices.tsx";
import { tellUnhandled } from "./state/tell-unhandled.ts";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the app");

const notices = createNotices();
tellUnhandled(window, notices);
const page = createRoot(root);
const itIsThere = sayIfItCannotStart(window, page);
const locks = new DocumentLocks();
const journal = await openPageJournal({ locks, notices, save: () => void files.save() });
const { recovered } = journal;
const session = createSession(notices, recovered);
const files = await openDocument({
  engine: session.engine,
  recovered,
  locks,
  text: session.patchText,
  notices,
  welcome: () => SHIPPED_EXAMPLES[0]?.load() ?? Promise.reject(new Error("No example ships with this build")),
});
journal.follow(session.engine);
journalDrafts(session.store, journal);
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
