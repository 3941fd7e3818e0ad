/** What a port carries and a cable transports. */
export type Signal = "audio" | "video" | "control" | "event";

/** All signals there are. */
export const SIGNALS: readonly Signal[] = ["audio", "video", "control", "event"];
