import { defineModule, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { fit, mediaContent } from "./media-content.ts";

/** Plays a clip without a tracker: at any speed, both ways, looped. */
export const clipPlayer = defineModule({
  type: "video.clip-player",
  version: 1,
  kind: "video",
  title: "Clip player",
  summary: "Plays a clip at any speed, forwards and backwards.",
  help: "Load a clip and it runs by itself, without sound. Start and End choose a region; “Loop” begins again at its other end, “Ping-pong” turns round, “Once” stops there until Speed changes direction. Set Speed to 0 and move Position with a control to scrub.",
  aliases: ["movie", "video file", "footage", "loop", "media player", "scrub"],
  inputs: {},
  outputs: { video: video("Picture") },
  parameters: {
    speed: number({
      label: "Speed",
      unit: "ratio",
      min: -10,
      max: 10,
      default: 1,
      summary: "How fast it plays; below zero it plays backwards.",
    }),
    position: number({
      label: "Position",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0,
      summary: "Moves the playhead on by this share of the region.",
    }),
    start: number({
      label: "Start",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0,
      summary: "Where the region begins, as a share of the clip.",
    }),
    end: number({
      label: "End",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Where the region ends, as a share of the clip.",
    }),
    mode: choice({
      label: "Mode",
      options: { loop: "Loop", once: "Once", "ping-pong": "Ping-pong" },
      default: "loop",
      summary: "What happens at the end of the region.",
    }),
    fit,
  },
  face: ["speed", "position", "start", "end"],
  content: mediaContent("clip"),
  video: { kind: "clip" },
  example: {
    modules: {
      clip: { type: "video.clip-player" },
      mirror: { type: "video.kaleidoscope" },
      screen: { type: "io.video-output" },
    },
    connections: ["clip.video -> mirror.video", "mirror.video -> screen.video"],
  },
});
