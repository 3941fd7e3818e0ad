import { Toast } from "@base-ui/react/toast";
import { createContext, type ReactNode, useContext } from "react";

export interface Notice {
  /** A sentence or two. */
  readonly text: string;
  /** A refusal says what is wrong; an `offer` says what happened and has an action. */
  readonly tone: "refusal" | "done" | "offer";
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What the app tells in passing, wherever it comes from. */
export interface Notices {
  /** The same text again renews the notice instead of stacking a second one. */
  tell(notice: Notice): void;
  readonly manager: ReturnType<typeof Toast.createToastManager>;
}

/** Milliseconds a notice stays. */
const STAY = { refusal: 8_000, done: 4_000, offer: 8_000 } as const;

export function createNotices(): Notices {
  const manager = Toast.createToastManager();
  return {
    manager,
    tell({ text, tone, action }) {
      manager.add({
        id: text,
        description: text,
        type: tone,
        timeout: STAY[tone],
        priority: tone === "refusal" ? "high" : "low",
        ...(action && { actionProps: { children: action.label, onClick: action.run } }),
      });
    },
  };
}

const NoticesContext = createContext<Notices | null>(null);

export function NoticesProvider({ notices, children }: { readonly notices: Notices; readonly children: ReactNode }) {
  return <NoticesContext value={notices}>{children}</NoticesContext>;
}

/** Throws outside a {@link NoticesProvider}: that is a mistake in this program. */
export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error("useNotices needs a NoticesProvider above it");
  return notices;
}
