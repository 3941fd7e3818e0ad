/** Sample frames a second. Everything runs at this rate everywhere, so a render is the same in a page and on the command line. */
export const SAMPLE_RATE = 48_000;
