import { StrictMode } from "react";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { createNotices, NoticesProvider } from "#app/state/notices.tsx";
import { mount } from "#app/testing/mount.tsx";
import { Toasts } from "./toasts.tsx";

test("what is told before anything can be seen is shown once it can, and leaves as any notice does", async () => {
  const notices = createNotices();
  notices.tell({ text: "This browser keeps nothing.", tone: "refusal" });
  notices.tell({ text: "Saved.", tone: "done" });
  onTestFinished(
    mount(
      <StrictMode>
        <NoticesProvider notices={notices}>
          <Toasts />
        </NoticesProvider>
      </StrictMode>,
    ),
  );
  await expect.element(page.getByText("This browser keeps nothing.").first()).toBeVisible();
  await expect.element(page.getByText("Saved.").first()).toBeVisible();
  await expect.poll(() => page.getByText("Saved.").query(), { timeout: 12_000 }).toBeNull();
});

test("a notice about the same thing takes the place of the one before", async () => {
  const notices = createNotices();
  onTestFinished(
    mount(
      <NoticesProvider notices={notices}>
        <Toasts />
      </NoticesProvider>,
    ),
  );
  notices.tell({ text: "It went wrong.", tone: "refusal", about: "it" });
  await expect.element(page.getByText("It went wrong.").first()).toBeVisible();
  notices.tell({ text: "It went wrong 10 times.", tone: "refusal", about: "it" });
  await expect.element(page.getByText("It went wrong 10 times.").first()).toBeVisible();
  expect(page.getByRole("dialog", { name: "Notice" }).all().length).toBeLessThanOrEqual(1);
});
