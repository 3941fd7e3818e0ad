import { setTimeout } from "node:timers/promises";
import { hasCode } from "./error-code.ts";

const ATTEMPTS = 10;
/** Milliseconds between two attempts. */
const PAUSE = 50;

/** Does something to a file, again and again for half a second while another program holds it; rejects with the last failure. */
export async function whileBusy<T>(
  attempt: () => Promise<T>,
  pause: () => Promise<unknown> = () => setTimeout(PAUSE),
): Promise<T> {
  for (let left = ATTEMPTS - 1; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!hasCode(error, "EBUSY", "EPERM")) throw error;
    }
    await pause();
  }
  return attempt();
}
