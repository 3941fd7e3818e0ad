import { type ReactNode, useEffect, useState } from "react";
import type { AppSession } from "#app/session-port.ts";
import { Toasts } from "#app/shell/toasts.tsx";
import { createNotices, type Notices, NoticesProvider } from "#app/state/notices.tsx";
import { SessionProvider } from "#app/state/session-context.tsx";
import { flushEachFrame } from "./test-session.ts";

export interface StageProps {
  readonly session: AppSession;
  readonly notices?: Notices;
  readonly width?: number;
  readonly height?: number;
  readonly children?: ReactNode;
}

/** A panel on a session, at a size, with notices shown. */
export function Stage({ session, notices, width = 288, height = 720, children }: StageProps) {
  const [told] = useState(() => notices ?? createNotices());
  useEffect(() => flushEachFrame(session), [session]);
  return (
    <SessionProvider session={session}>
      <NoticesProvider notices={told}>
        <div style={{ width, height, position: "relative", background: "var(--surface-1)" }}>{children}</div>
        <Toasts />
      </NoticesProvider>
    </SessionProvider>
  );
}
