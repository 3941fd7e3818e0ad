/**
 * Calls `run` with every frame of the display while the page is seen, and 30 times a second while it is hidden, so that what is heard
 * and shown elsewhere goes on. `seconds` is the page's time. Returns the function that ends it.
 */
export function onPageTick(run: (seconds: number) => void): () => void {
  let request = 0;
  let hidden: Worker | undefined;
  let ended = false;

  const step = (milliseconds: number): void => {
    if (ended) return;
    // Asked for first: what `run` throws must not end the ticks.
    request = requestAnimationFrame(step);
    run(milliseconds / 1_000);
  };
  const follow = (): void => {
    if (document.hidden && !hidden) {
      hidden = new Worker(new URL("./tick-worker.ts", import.meta.url), { type: "module", name: "ticks" });
      hidden.onmessage = () => {
        if (document.hidden && !ended) run(performance.now() / 1_000);
      };
    } else if (!document.hidden) {
      hidden?.terminate();
      hidden = undefined;
      cancelAnimationFrame(request);
      request = requestAnimationFrame(step);
    }
  };

  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    ended = true;
    cancelAnimationFrame(request);
    document.removeEventListener("visibilitychange", follow);
    hidden?.terminate();
  };
}
