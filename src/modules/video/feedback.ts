import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { HUE_GLSL, PLANE_GLSL } from "./glsl.ts";

const FRAGMENT = `${PLANE_GLSL}${HUE_GLSL}
vec4 effect(vec2 uv) {
  vec4 fresh = texture(uVideo, uv);
  vec2 p = centred(uv) - vec2(uX, uY) * uDelta;
  p = turned(p, -uRotation * uDelta) / pow(uZoom, uDelta);
  vec2 at = uncentred(p);
  at = 1.0 - abs(1.0 - mod(at, 2.0));
  vec4 old = texture(uPrevious, at);
  float kept = uAmount <= 0.0 ? 0.0 : pow(uAmount, uDelta * 60.0 * 0.25);
  old.rgb = max(shiftHue(old.rgb, uHue * uDelta), 0.0);
  vec3 echo = max(vec3(0.0), old.rgb * kept - uFade * 0.15 * uDelta);
  float alpha = max(fresh.a, old.a * kept);
  vec3 light = fresh.rgb * fresh.a;
  vec3 rgb = max(light, echo);
  return vec4(min(rgb, 4.0), alpha);
}
`;

/** The picture over its own past: trails, tunnels and smoke. */
export const feedback = defineModule({
  type: "video.feedback",
  version: 1,
  kind: "video",
  title: "Feedback",
  summary: "Lays the picture over its own past, zoomed, turned and drifting in colour.",
  help: "Every frame is drawn over the one before, slightly moved. Amount says how long light stays, Zoom and Rotation let it stream outwards or swirl, Hue drift lets it change colour on its way. Feed it something small and bright.",
  aliases: ["trail", "echo", "tunnel", "delay", "smear", "persistence"],
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {
    amount: number({
      label: "Amount",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.95,
      summary: "How much of the past stays; 1 never forgets.",
    }),
    zoom: number({
      label: "Zoom",
      unit: "ratio",
      min: 0.25,
      max: 4,
      default: 1.5,
      curve: "exponential",
      summary: "How much the past grows in a second.",
    }),
    rotation: number({
      label: "Rotation",
      unit: "Hz",
      min: -0.5,
      max: 0.5,
      default: 0.02,
      summary: "Turns a second of the past.",
    }),
    hue: number({
      label: "Hue drift",
      unit: "Hz",
      min: -1,
      max: 1,
      default: 0.3,
      summary: "How fast the past turns around the colour wheel.",
    }),
    x: number({
      label: "X",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0,
      summary: "Heights a second the past moves to the right.",
    }),
    y: number({
      label: "Y",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0,
      summary: "Heights a second the past moves upwards.",
    }),
    fade: number({
      label: "Fade",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.2,
      summary: "Takes the last faint traces to black.",
    }),
  },
  face: ["amount", "zoom", "rotation", "hue"],
  bypass: { video: "video" },
  video: { kind: "feedback", fragment: FRAGMENT },
  example: {
    modules: {
      dots: { type: "video.pattern", parameters: { shape: "dots", scale: 0.8, softness: 0 } },
      trail: { type: "video.feedback" },
      screen: { type: "io.video-output" },
    },
    connections: ["dots.video -> trail.video", "trail.video -> screen.video"],
  },
});
