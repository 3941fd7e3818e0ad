/** Formats a sound file may be in, told by its first bytes. */
export type SoundKind = "wav" | "mp3" | "flac" | "vorbis" | "opus" | "video" | "unknown";

/** Looks at a file's first bytes; names and endings don't matter. */
export function soundKind(bytes: ArrayBuffer): SoundKind {
  const head = new Uint8Array(bytes, 0, Math.min(128, bytes.byteLength));
  const text = String.fromCharCode(...head);
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WAVE") return "wav";
  if (text.startsWith("fLaC")) return "flac";
  if (text.startsWith("OggS")) return oggKind(text);
  if (text.startsWith("ID3")) return "mp3";
  if (text.slice(4, 8) === "ftyp" || (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3))
    return "video";
  // An MPEG frame begins with eleven set bits; layer 0 is reserved.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) !== 0) return "mp3";
  return "unknown";
}

function oggKind(text: string): SoundKind {
  if (text.includes("OpusHead")) return "opus";
  if (text.includes("vorbis")) return "vorbis";
  return text.includes("FLAC") ? "flac" : "unknown";
}
