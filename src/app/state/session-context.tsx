import { createContext, type ReactNode, useContext } from "react";
import { Provider } from "react-redux";
import type { AppSession } from "#app/session-port.ts";

const SessionContext = createContext<AppSession | null>(null);

/** Gives the session, and its store, to everything below. */
export function SessionProvider({ session, children }: { readonly session: AppSession; readonly children: ReactNode }) {
  return (
    <SessionContext value={session}>
      <Provider store={session.store}>{children}</Provider>
    </SessionContext>
  );
}

/** The session the component works on. Throws outside a {@link SessionProvider}: that is a mistake in this program. */
export function useSession(): AppSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider above it");
  return session;
}
