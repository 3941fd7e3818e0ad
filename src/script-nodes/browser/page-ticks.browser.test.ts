import { afterEach, expect, it, vi } from "vitest";
import { onPageTick } from "./page-ticks.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
  vi.restoreAllMocks();
});

/** The page as it is while another tab is in front: hidden, and without frames of the display. */
function hide() {
  vi.spyOn(window, "requestAnimationFrame").mockImplementation(() => 1);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
}

it("goes on while the page is hidden, in the same time, and ends when it is told to", async () => {
  const times: number[] = [];
  const end = onPageTick((seconds) => times.push(seconds));
  endings.push(end);
  await vi.waitFor(() => expect(times.length).toBeGreaterThan(2));
  hide();
  // A frame that was asked for before may still come.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const seen = times.length;
  await vi.waitFor(() => expect(times.length).toBeGreaterThan(seen + 5), { timeout: 10_000 });
  expect(times).toEqual([...times].sort((a, b) => a - b));
  end();
  const last = times.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(times.length).toBe(last);
});

it("goes back to the display's frames when the page is seen again", async () => {
  let ticks = 0;
  endings.push(onPageTick(() => ticks++));
  hide();
  vi.restoreAllMocks();
  document.dispatchEvent(new Event("visibilitychange"));
  const before = ticks;
  await vi.waitFor(() => expect(ticks).toBeGreaterThan(before + 5), { timeout: 10_000 });
});
