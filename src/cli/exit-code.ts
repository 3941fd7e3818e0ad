/** How the program ends, for shells and scripts that call it. */
export const EXIT = {
  done: 0,
  /** A script or a patch is at fault. */
  fault: 1,
  /** Two patches are not the same, a merge left conflicts, or a file is not in the form it should have. */
  differs: 1,
  /** The command line itself makes no sense. */
  usage: 2,
  /** A file that is compared, merged or brought into form can't be read or written. */
  unreadable: 2,
  /** A script took more time, memory or turns than it may. */
  limit: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
