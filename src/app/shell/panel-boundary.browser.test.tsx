import { useState } from "react";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { arrangePanels } from "#app/state/panels-slice.ts";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { createTestSession, flushEachFrame, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { AppShell } from "./app-shell.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";

let session: AppSession;
let broken = false;
const throwWhenBroken = () => {
  if (broken) throw new Error("planted");
};

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(1280, 720);
  vi.spyOn(console, "error").mockImplementation(() => {});
  broken = false;
  const made = createTestSession({ commands: smallPatch() });
  session = {
    ...made,
    registry: {
      ...made.registry,
      get: (type) => {
        if (type === "audio.filter") throwWhenBroken();
        return made.registry.get(type);
      },
    },
    scripts: {
      ...made.scripts,
      apiEntries: (language) => {
        throwWhenBroken();
        return made.scripts.apiEntries(language);
      },
    },
  };
});
afterEach(() => vi.restoreAllMocks());

async function show(shown: AppSession): Promise<void> {
  const ends = [flushEachFrame(shown), mount(<AppShell session={shown} />)];
  onTestFinished(() => {
    for (const end of ends) end();
  });
  await expect.element(page.getByRole("banner")).toBeVisible();
}

const stopped = (sentence: string) => page.getByRole("alert").filter({ hasText: sentence });

test("a code panel that throws says so in its place, everything else goes on, and trying again helps", async () => {
  await show(session);
  broken = true;
  await page.getByRole("tab", { name: /^Code/ }).click();
  const sentence = stopped("The code panel stopped working.");
  await expect.element(sentence).toBeVisible();
  await page.getByRole("button", { name: /^Noise/ }).click();
  await expect.element(page.getByRole("textbox", { name: "Name of the module" })).toBeVisible();
  await sentence.getByRole("button", { name: "Try again" }).click();
  await expect.element(sentence).toBeVisible();
  broken = false;
  await sentence.getByRole("button", { name: "Try again" }).click();
  await expect.element(page.getByRole("textbox", { name: "Script of drift" })).toBeVisible();
});

test("the whole window stopping leaves the page, and trying again brings it back", async () => {
  await show(session);
  broken = true;
  session.store.dispatch(select({ modules: [SMALL.warm] }));
  const sentence = stopped("The window stopped working.");
  await expect.element(sentence).toBeVisible();
  broken = false;
  await sentence.getByRole("button", { name: "Try again" }).click();
  await expect.element(page.getByRole("textbox", { name: "Name of the module" })).toHaveValue("warm");
});

function Fragile({ shows }: { readonly shows: string }) {
  if (shows === "bad") throw new Error("planted");
  return <p>{shows}</p>;
}

function Part() {
  const [shows, setShows] = useState("bad");
  return (
    <>
      <button type="button" onClick={() => setShows("good")}>
        Next
      </button>
      <PanelBoundary what="The part" shows={shows}>
        <Fragile shows={shows} />
      </PanelBoundary>
    </>
  );
}

test("a part that stopped for one thing shows the next by itself", async () => {
  onTestFinished(mount(<Part />));
  await expect.element(stopped("The part stopped working.")).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await expect.element(page.getByText("good")).toBeVisible();
});

test("a preset nobody can read costs the list of presets, not the page", async () => {
  const preset = { name: "x", summary: "", fragment: JSON.parse("{}") };
  await show({ ...session, presets: [preset] });
  session.store.dispatch(arrangePanels({ browserTab: "presets" }));
  await expect.element(stopped("The list of presets stopped working.")).toBeVisible();
  await expect.element(page.getByRole("application")).toBeVisible();
  session.store.dispatch(arrangePanels({ browserTab: "modules" }));
  await expect.element(page.getByRole("textbox", { name: "Find a module" })).toBeVisible();
});

test("the details that are copied name the panel, the mistake and where it was", async () => {
  const written: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => void written.push(text));
  await show(session);
  broken = true;
  await page.getByRole("tab", { name: /^Code/ }).click();
  await page.getByRole("button", { name: "Copy details" }).click();
  await expect.element(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(written[0]).toMatch(
    /^The code panel stopped working\.\n\nError: planted\n[\s\S]*Components:[\s\S]*ScriptEditor/,
  );
});
