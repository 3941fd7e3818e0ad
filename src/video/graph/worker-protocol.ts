import type { AssetId, ModuleId } from "#engine/patch.ts";
import type { PreviewPlace } from "#video/render/picture-renderer.ts";
import type { ClockReading } from "#video/worker/frame-clock.ts";
import type { VideoGraph } from "./video-graph.ts";

/** What the page tells the picture's worker. */
export type ToPicture =
  | { readonly kind: "start"; readonly width: number; readonly height: number }
  | { readonly kind: "graph"; readonly graph: VideoGraph }
  /** New base values of one module, in the order of its parameters. */
  | { readonly kind: "values"; readonly module: ModuleId; readonly values: readonly number[] }
  /** Once a frame of the page; `telemetry` comes along where memory is not shared. */
  | { readonly kind: "clock"; readonly clock: ClockReading; readonly telemetry?: TelemetryMemory }
  | { readonly kind: "telemetry"; readonly telemetry: TelemetryMemory }
  /** How many canvases show the picture. */
  | { readonly kind: "outputs"; readonly count: number }
  | { readonly kind: "size"; readonly width: number; readonly height: number }
  /** A `frames` or `previews` message is on screen: the next may come. */
  | { readonly kind: "shown"; readonly what: "frames" | "previews" }
  | { readonly kind: "asset"; readonly asset: AssetId; readonly bytes: ArrayBuffer | undefined }
  | { readonly kind: "capture"; readonly request: number };

/** What the worker tells the page. */
export type FromPicture =
  /** The picture, once for each canvas. */
  | { readonly kind: "frames"; readonly bitmaps: readonly ImageBitmap[] }
  /** One sheet with several previews on it. */
  | { readonly kind: "previews"; readonly sheet: ImageBitmap; readonly places: readonly PreviewPlace[] }
  /** Twice a second, also with nothing to draw; `settling` while the renderer starts or makes shaders. */
  | { readonly kind: "stats"; readonly stats: PictureStats; readonly settling: boolean }
  | { readonly kind: "problem"; readonly module: ModuleId; readonly message: string | undefined }
  | { readonly kind: "load"; readonly asset: AssetId }
  | {
      readonly kind: "captured";
      readonly request: number;
      readonly width: number;
      readonly height: number;
      readonly pixels: Uint8ClampedArray<ArrayBuffer>;
    }
  | { readonly kind: "trouble"; readonly message: string };

export interface TelemetryMemory {
  readonly buffer: ArrayBufferLike;
  /** Address of the buffer's first byte. */
  readonly base: number;
}

/** How the picture is doing. */
export interface PictureStats {
  /** Frames drawn each second; 0 while nothing is shown. */
  readonly fps: number;
  /** Milliseconds from asking the graphics card for a frame to its being done. */
  readonly frameMs: number;
  /** Modules that draw. */
  readonly passes: number;
  /** Size it is drawn at, chosen by speed. */
  readonly width: number;
  readonly height: number;
}
