import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

/** Where the picture leaves the patch. */
export const videoOutput = defineModule({
  type: "io.video-output",
  version: 1,
  kind: "io",
  title: "Video output",
  summary: "Shows the picture on screen, in the output window and in renders.",
  help: "The end of the picture. What is connected here is seen on the stage, recorded and rendered. Level fades to black. If a patch has several, the first one with a picture is shown.",
  aliases: ["screen", "picture output", "display", "projector", "out"],
  inputs: { video: video("Picture") },
  outputs: {},
  parameters: {
    level: number({
      label: "Level",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Fades the whole picture to black.",
    }),
  },
  video: { kind: "output" },
  example: {
    modules: {
      tunnel: { type: "video.pattern", parameters: { shape: "tunnel" } },
      screen: { type: "io.video-output" },
    },
    connections: ["tunnel.video -> screen.video"],
  },
});
