import type { DecodedSound } from "#audio/sounds/sample-pool.ts";
import { foldToStereo } from "#audio/sounds/sample-pool.ts";
import { decodeWav, isWav } from "#audio/sounds/wav.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Asset } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { silentClip } from "./silent-clip.ts";

/**
 * Loads and decodes the sound of an asset: WAV by our own reader, everything else as far as the browser can, at 48 kHz. A clip need
 * not have a sound: without one it is silence as long as the clip, so that its picture plays.
 */
export async function loadSound(asset: Asset, assets: AssetSource): Promise<Outcome<DecodedSound>> {
  const loaded = await assets.load(asset);
  if (!loaded.ok) return loaded;
  if (isWav(loaded.value)) {
    const wav = decodeWav(loaded.value);
    return wav.ok ? done(foldToStereo(wav.value)) : refused(`“${asset.name}” can't be played: ${wav.reason}`);
  }
  try {
    const context = new OfflineAudioContext(2, 1, SAMPLE_RATE);
    const buffer = await context.decodeAudioData(loaded.value.slice(0));
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, place) => buffer.getChannelData(place));
    return done(foldToStereo({ sampleRate: buffer.sampleRate, channels }));
  } catch {
    if (asset.kind === "clip") return silentClip(loaded.value, asset.name);
    return refused(`“${asset.name}” is in no sound format this browser can decode. WAV, MP3, FLAC and Ogg work.`);
  }
}
