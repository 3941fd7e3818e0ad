import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";

/** Frames a second of a sound that is there only to move a playhead. */
const SILENT_RATE = 1_000;

/**
 * Silence as long as a clip: what a sampler plays for a clip without sound, so that its picture still has a playhead.
 * Refuses bytes that are no clip this browser plays, and clips that don't say how long they are.
 */
export async function silentClip(bytes: ArrayBuffer, name: string): Promise<Outcome<DecodedSound>> {
  const seconds = await clipSeconds(bytes);
  if (!Number.isFinite(seconds) || seconds <= 0)
    return refused(`“${name}” is no clip this browser can play. MP4 and WebM work.`);
  const frames = Math.max(1, Math.round(seconds * SILENT_RATE));
  return done({ sampleRate: SILENT_RATE, channels: [new Float32Array(frames)] });
}

/** How long a clip is; NaN when it can't be read. */
async function clipSeconds(bytes: ArrayBuffer): Promise<number> {
  const url = URL.createObjectURL(new Blob([bytes]));
  const video = document.createElement("video");
  try {
    return await new Promise<number>((resolve) => {
      video.preload = "metadata";
      video.onloadedmetadata = () => resolve(video.duration);
      video.onerror = () => resolve(Number.NaN);
      video.src = url;
    });
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}
