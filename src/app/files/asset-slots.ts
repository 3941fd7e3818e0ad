import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Asset } from "#engine/patch.ts";

/** A place of a module's content that holds the id of an asset. */
export interface AssetSlot {
  readonly key: string;
  readonly label: string;
  readonly kinds: readonly Asset["kind"][];
}

const SOUND: AssetSlot = { key: "asset", label: "Sound", kinds: ["sound", "clip"] };
const PICTURE: AssetSlot = { key: "clip", label: "Picture", kinds: ["clip"] };
const CLIP: AssetSlot = { key: "asset", label: "Clip", kinds: ["clip"] };
const IMAGE: AssetSlot = { key: "asset", label: "Image", kinds: ["image"] };

/** Which media a module plays, by what its picture is made of. */
export function assetSlotsOf(definition: ModuleDefinition): readonly AssetSlot[] {
  switch (definition.video?.kind) {
    case "voices":
      return [SOUND, PICTURE];
    case "clip":
      return [CLIP];
    case "image":
      return [IMAGE];
    default:
      return [];
  }
}
