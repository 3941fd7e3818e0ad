import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { AppSession } from "#app/session-port.ts";
import { select } from "#app/state/selection-slice.ts";
import { mount } from "#app/testing/mount.tsx";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession } from "#app/testing/test-session.ts";
import { addModule, setContent } from "#engine/command.ts";
import type { Asset } from "#engine/patch.ts";
import { InspectorPanel } from "./inspector-panel.tsx";

let unmount = () => {};
afterEach(() => unmount());

/** An inspector of one sampler whose media are kept when the test says so. */
function withSampler(): { readonly session: AppSession; readonly keepNext: () => void } {
  const made = createTestSession({ commands: [addModule({ type: "audio.sampler", name: "kick", id: 1 })] });
  const waiting: (() => void)[] = [];
  const keep: AppSession["assets"]["keep"] = async (file) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return made.assets.keep(file);
  };
  const session = { ...made, assets: { ...made.assets, keep } };
  session.store.dispatch(select({ modules: [1] }));
  unmount = mount(
    <Stage session={session}>
      <InspectorPanel onOpenCode={() => {}} onOpenTracker={() => {}} />
    </Stage>,
  );
  return { session, keepNext: () => waiting.shift()?.() };
}

async function drop(name: string): Promise<void> {
  const box = page.getByRole("region", { name: "Media" });
  await expect.element(box).toBeVisible();
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["RIFF"], name, { type: "audio/wav" }));
  box.element().dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}

const contentOf = ({ engine }: AppSession) => engine.snapshot().patch.modules.get(1)?.content;
const played = (session: AppSession): Asset | undefined =>
  session.engine.snapshot().patch.assets.get(Number(contentOf(session)?.asset));

test("of two drops in quick succession the second is played, and both are media of the patch", async () => {
  const { session, keepNext } = withSampler();
  await drop("a.wav");
  await drop("b.wav");
  keepNext();
  keepNext();
  await expect.poll(() => played(session)?.name).toBe("b.wav");
  const { assets } = session.engine.snapshot().patch;
  expect([...assets.values()].map(({ name }) => name).sort()).toEqual(["a.wav", "b.wav"]);
});

test("what changed while a file was kept stays as it is", async () => {
  const { session, keepNext } = withSampler();
  await drop("a.wav");
  session.engine.submit(setContent({ module: 1, content: { ...contentOf(session), clip: null, mark: "mine" } }));
  keepNext();
  await expect.poll(() => played(session)?.name).toBe("a.wav");
  expect(contentOf(session)?.mark).toBe("mine");
});
