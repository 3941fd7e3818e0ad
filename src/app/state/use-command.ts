import { useCallback } from "react";
import type { Command } from "#engine/command.ts";
import type { Created, SubmitOptions } from "#engine/engine.ts";
import type { Outcome } from "#engine/outcome.ts";
import { useNotices } from "./notices.tsx";
import { useSession } from "./session-context.tsx";

/** Submits commands by hand; a refusal is told in a toast. */
export function useCommand(): (commands: Command | readonly Command[], options?: SubmitOptions) => Outcome<Created> {
  const { engine } = useSession();
  const { tell } = useNotices();
  return useCallback(
    (commands, options) => {
      const outcome = engine.submit(commands, options);
      if (!outcome.ok) tell({ text: outcome.reason, tone: "refusal" });
      return outcome;
    },
    [engine, tell],
  );
}
