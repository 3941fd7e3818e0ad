import type { ContentRealisation } from "#engine/module-definition.ts";
import { choice } from "#engine/parameter.ts";

/** Content of a module that shows one file of the patch: `{ asset }`, its id, or null while nothing is loaded. */
export function mediaContent(what: "clip" | "image"): ContentRealisation {
  const article = what === "clip" ? "a clip" : "an image";
  return {
    default: { asset: null },
    problem(content) {
      if (typeof content !== "object" || content === null || Array.isArray(content))
        return `The content is an object with “asset”, the id of ${article} in the patch, or null.`;
      const asset = "asset" in content ? content.asset : null;
      if (asset === undefined || asset === null || (Number.isInteger(asset) && Number(asset) > 0)) return undefined;
      return `“asset” is the id of ${article} in the patch, or null.`;
    },
  };
}

/** How a picture of another shape meets the frame. */
export const fit = choice({
  label: "Fit",
  options: { cover: "Fill", contain: "Whole", stretch: "Stretch" },
  default: "cover",
  summary: "Fill the frame and crop, show the whole with borders, or stretch.",
});
