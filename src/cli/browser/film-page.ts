import {
  AudioSample,
  AudioSampleSource,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Output,
  QUALITY_HIGH,
  StreamTarget,
  type StreamTargetChunk,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import { drawMoment, type PictureProblem, type PublishedAt, problemsNow } from "#video/offline/render-page.ts";
import type { FrameTime } from "#video/render/frame-source.ts";

export interface FilmFormat {
  /** In pixels; even. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly fps: number;
  /** Of the sound, which is stereo. */
  readonly sampleRate: number;
}

/** Makes a WebM film of what the render page draws; on `window.filmPage`. */
export interface FilmPage {
  /** Posts parts of the file to `to` with their place as `?at=`. Rejects where this browser can't encode. */
  open(format: FilmFormat, to: string): Promise<void>;
  /** Draws the next picture, and fetches the sound up to its end: interleaved 32-bit floats. Answers what modules can't draw. */
  add(frame: FrameTime, telemetry: PublishedAt, soundUrl: string): Promise<readonly PictureProblem[]>;
  /** Resolves when the whole file was posted. */
  close(): Promise<void>;
}

declare global {
  interface Window {
    filmPage?: FilmPage;
  }
}

class Film {
  readonly #format: FilmFormat;
  readonly #output: Output;
  readonly #pictures: VideoSampleSource;
  readonly #sound: AudioSampleSource;
  #frames = 0;
  #samples = 0;

  static async open(format: FilmFormat, to: string): Promise<Film> {
    const { width, height, sampleRate } = format;
    const video = await getFirstEncodableVideoCodec(["vp9", "vp8"], { width, height });
    const audio = await getFirstEncodableAudioCodec(["opus"], { numberOfChannels: 2, sampleRate });
    if (!video || !audio) throw new Error(`This Chromium can't encode ${video ? "Opus" : "VP9 or VP8 of this size"}.`);
    const film = new Film(
      format,
      to,
      new VideoSampleSource({ codec: video, quality: QUALITY_HIGH, latencyMode: "quality" }),
      new AudioSampleSource({ codec: audio, bitrate: 192_000 }),
    );
    await film.#output.start();
    return film;
  }

  private constructor(format: FilmFormat, to: string, pictures: VideoSampleSource, sound: AudioSampleSource) {
    this.#format = format;
    this.#pictures = pictures;
    this.#sound = sound;
    const writable = new WritableStream<StreamTargetChunk>({
      async write({ data, position }) {
        const answer = await fetch(`${to}?at=${position}`, { method: "POST", body: data });
        if (!answer.ok) throw new Error(`${to} answered ${answer.status}.`);
      },
    });
    this.#output = new Output({
      format: new WebMOutputFormat(),
      target: new StreamTarget(writable, { chunked: true }),
    });
    this.#output.addVideoTrack(pictures, { frameRate: format.fps });
    this.#output.addAudioTrack(sound);
  }

  async add(pixels: Uint8ClampedArray<ArrayBuffer>, sound: ArrayBuffer): Promise<void> {
    const { width, height, fps, sampleRate } = this.#format;
    const picture = new VideoSample(pixels, {
      format: "RGBX",
      codedWidth: width,
      codedHeight: height,
      timestamp: this.#frames / fps,
      duration: 1 / fps,
    });
    this.#frames++;
    await this.#pictures.add(picture);
    picture.close();
    const samples = sound.byteLength / 8;
    if (samples === 0) return;
    const timestamp = this.#samples / sampleRate;
    this.#samples += samples;
    const heard = new AudioSample({ data: sound, format: "f32", numberOfChannels: 2, sampleRate, timestamp });
    await this.#sound.add(heard);
    heard.close();
  }

  close(): Promise<void> {
    return this.#output.finalize();
  }
}

let film: Film | undefined;

const opened = (): Film => {
  if (!film) throw new Error("Call open before adding pictures.");
  return film;
};

window.filmPage = {
  async open(format, to) {
    film = await Film.open(format, to);
  },
  async add(frame, telemetry, soundUrl) {
    const pixels = await drawMoment(frame, telemetry);
    const sound = await fetch(soundUrl);
    if (!sound.ok) throw new Error(`${soundUrl} answered ${sound.status}.`);
    await opened().add(pixels, await sound.arrayBuffer());
    return problemsNow();
  },
  async close() {
    await opened().close();
    film = undefined;
  },
};
