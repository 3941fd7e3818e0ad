import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { fit, mediaContent } from "./media-content.ts";

/** A still picture from a file. */
export const image = defineModule({
  type: "video.image",
  version: 1,
  kind: "video",
  title: "Image",
  summary: "Shows a still picture from a file.",
  help: "Load a photograph, a logo or a drawing; what is transparent in it stays transparent, so it can be laid over other pictures. Fit says how it meets the frame, Scale enlarges it about its centre.",
  aliases: ["photo", "picture file", "logo", "still", "png", "jpeg"],
  inputs: {},
  outputs: { video: video("Picture") },
  parameters: {
    scale: number({
      label: "Scale",
      unit: "ratio",
      min: 0.1,
      max: 10,
      default: 1,
      curve: "exponential",
      summary: "Size of the picture; 1 is as Fit has it.",
    }),
    fit,
  },
  content: mediaContent("image"),
  video: { kind: "image" },
  example: {
    modules: {
      photo: { type: "video.image" },
      colour: { type: "video.colour" },
      screen: { type: "io.video-output" },
    },
    connections: ["photo.video -> colour.video", "colour.video -> screen.video"],
  },
});
