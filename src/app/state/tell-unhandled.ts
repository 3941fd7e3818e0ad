import type { Notices } from "./notices.tsx";

/** Told again when one has happened this often. */
const TOLD_AT = new Set([1, 10, 100, 1_000]);
/** Browsers report this as an error; it only means that sizes settle in the next frame. */
const HARMLESS = /^ResizeObserver loop/;

/** Tells of each mistake nobody caught: once a kind, and how often when it goes on. Returns the function that ends it. */
export function tellUnhandled(target: Window, notices: Pick<Notices, "tell">): () => void {
  const counts = new Map<string, number>();
  const tell = (message: string) => {
    if (HARMLESS.test(message)) return;
    const count = (counts.get(message) ?? 0) + 1;
    counts.set(message, count);
    if (!TOLD_AT.has(count)) return;
    const often = count > 1 ? ` It happened ${count} times.` : "";
    notices.tell({
      text: `Something in Optophone went wrong: ${message.replace(/[.!?]*$/, "")}.${often} What you made is still there.`,
      tone: "refusal",
      about: `unhandled ${message}`,
    });
  };
  const onError = (event: ErrorEvent) => tell(event.message || "a program could not be loaded");
  const onRejection = ({ reason }: PromiseRejectionEvent) =>
    tell(reason instanceof Error ? reason.message || reason.name : String(reason));
  target.addEventListener("error", onError);
  target.addEventListener("unhandledrejection", onRejection);
  return () => {
    target.removeEventListener("error", onError);
    target.removeEventListener("unhandledrejection", onRejection);
  };
}
