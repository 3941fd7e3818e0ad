import { Toast } from "@base-ui/react/toast";
import { createContext, type ReactNode, useContext } from "react";

export interface Notice {
  /** A sentence or two. */
  readonly text: string;
  /** A refusal says what is wrong; an `offer` says what happened and has an action. */
  readonly tone: "refusal" | "done" | "offer";
  readonly action?: { readonly label: string; readonly run: () => void };
  /** What it is about: a notice takes the place of an earlier one about the same. Default: its text. */
  readonly about?: string;
}

/** What the app tells in passing, wherever it comes from. */
export interface Notices {
  /** The same text again renews the notice instead of stacking a second one. What nobody can see yet waits until it can be shown. */
  tell(notice: Notice): void;
  /** The place that shows notices is there, until the returned function is called. */
  show(): () => void;
  readonly manager: ReturnType<typeof Toast.createToastManager>;
}

/** Milliseconds a notice stays. */
const STAY = { refusal: 8_000, done: 4_000, offer: 8_000 } as const;
/** Notices that wait to be shown; the oldest give way. */
const MOST_WAITING = 20;

export function createNotices(): Notices {
  const manager = Toast.createToastManager();
  let shown = 0;
  let waiting: Notice[] = [];
  const add = ({ text, tone, action, about = text }: Notice): void => {
    manager.add({
      id: about,
      description: text,
      type: tone,
      timeout: STAY[tone],
      priority: tone === "refusal" ? "high" : "low",
      ...(action && { actionProps: { children: action.label, onClick: action.run } }),
    });
  };
  return {
    manager,
    tell(notice) {
      if (shown > 0 && waiting.length === 0) add(notice);
      else waiting = [...waiting, notice].slice(-MOST_WAITING);
    },
    show() {
      shown++;
      // After this commit of React: in development it mounts, unmounts and mounts again, and forgets timers in between.
      queueMicrotask(() => {
        if (shown === 0) return;
        for (const notice of waiting) add(notice);
        waiting = [];
      });
      return () => {
        shown--;
      };
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
