import type { ModuleDefinition } from "#engine/module-definition.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { amplifier } from "./audio/amplifier.ts";
import { delay } from "./audio/delay.ts";
import { filter } from "./audio/filter.ts";
import { mixer } from "./audio/mixer.ts";
import { noise } from "./audio/noise.ts";
import { oscillator } from "./audio/oscillator.ts";
import { sampler } from "./audio/sampler.ts";
import { analyser } from "./control/analyser.ts";
import { envelope } from "./control/envelope.ts";
import { lfo } from "./control/lfo.ts";
import { audioOutput } from "./io/audio-output.ts";
import { videoOutput } from "./io/video-output.ts";
import { luaScript } from "./script/lua.ts";
import { tracker } from "./sequencer/tracker.ts";
import { transport } from "./sequencer/transport.ts";
import { blend } from "./video/blend.ts";
import { blur } from "./video/blur.ts";
import { clipPlayer } from "./video/clip-player.ts";
import { colour } from "./video/colour.ts";
import { feedback } from "./video/feedback.ts";
import { image } from "./video/image.ts";
import { kaleidoscope } from "./video/kaleidoscope.ts";
import { videoMixer } from "./video/mixer.ts";
import { noise as pictureNoise } from "./video/noise.ts";
import { oscilloscope } from "./video/oscilloscope.ts";
import { pattern } from "./video/pattern.ts";
import { spectrogram } from "./video/spectrogram.ts";
import { transform } from "./video/transform.ts";

/** Every module this build knows, in the order the browser lists them. The only list. */
export const MODULES: readonly ModuleDefinition[] = [
  transport,
  tracker,
  sampler,
  oscillator,
  noise,
  filter,
  amplifier,
  delay,
  mixer,
  pattern,
  pictureNoise,
  transform,
  kaleidoscope,
  colour,
  blur,
  feedback,
  blend,
  videoMixer,
  clipPlayer,
  image,
  oscilloscope,
  spectrogram,
  envelope,
  lfo,
  analyser,
  audioOutput,
  videoOutput,
  luaScript,
];

export const registry = createRegistry(MODULES);
