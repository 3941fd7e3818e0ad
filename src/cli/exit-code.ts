/** How the program ends, for shells and scripts that call it. */
export const EXIT = {
  done: 0,
  /** A script or a patch is at fault. */
  fault: 1,
  /** The command line itself makes no sense. */
  usage: 2,
  /** A script took more time, memory or turns than it may. */
  limit: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
