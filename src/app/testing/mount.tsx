import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import "#app/theme/base.css";

/** Puts elements on the test page. Returns the function that takes them away. */
export function mount(children: ReactNode): () => void {
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  root.render(children);
  return () => {
    root.unmount();
    host.remove();
  };
}
