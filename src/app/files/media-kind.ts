import type { Asset } from "#engine/patch.ts";

const BY_EXTENSION: Readonly<Record<string, Asset["kind"]>> = {
  wav: "sound",
  mp3: "sound",
  flac: "sound",
  ogg: "sound",
  oga: "sound",
  opus: "sound",
  aif: "sound",
  aiff: "sound",
  m4a: "sound",
  webm: "clip",
  mp4: "clip",
  m4v: "clip",
  mov: "clip",
  mkv: "clip",
  png: "image",
  jpg: "image",
  jpeg: "image",
  webp: "image",
  avif: "image",
  gif: "image",
};

/** What a media file is, by its type and name; undefined when it is no medium we play. */
export function mediaKindOf(file: { readonly name: string; readonly type: string }): Asset["kind"] | undefined {
  const byName = BY_EXTENSION[extensionOf(file.name)];
  if (byName) return byName;
  if (file.type.startsWith("audio/")) return "sound";
  if (file.type.startsWith("video/")) return "clip";
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") return "image";
  return undefined;
}

/** The part after the last dot, in lower case; empty without one. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
}

/** The name without folder and extension. */
export function baseNameOf(name: string): string {
  const plain = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const dot = plain.lastIndexOf(".");
  return dot > 0 ? plain.slice(0, dot) : plain;
}
