import type { Root } from "react-dom/client";
import { Stopped } from "./stopped.tsx";

/** Says so on the page when the app fails before it is there, instead of leaving it empty. Returns the function to call once it is there. */
export function sayIfItCannotStart(target: Window, page: Root): () => void {
  const say = (error: unknown) =>
    page.render(
      <Stopped
        sentence="Optophone could not start."
        details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
        onTryAgain={() => target.location.reload()}
      />,
    );
  const onError = (event: ErrorEvent) => say(event.error ?? event.message);
  const onRejection = (event: PromiseRejectionEvent) => say(event.reason);
  target.addEventListener("error", onError);
  target.addEventListener("unhandledrejection", onRejection);
  return () => {
    target.removeEventListener("error", onError);
    target.removeEventListener("unhandledrejection", onRejection);
  };
}
