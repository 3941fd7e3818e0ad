/** Bytes one UTF-16 unit takes at most. */
export const UTF8_EXPANSION = 3;

/** The bytes of a string in UTF-8; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * UTF8_EXPANSION);
  return bytes.subarray(0, encodeUtf8Into(text, bytes, 0));
}

/** Writes a string in UTF-8 from `start` on and answers how many bytes it took; there must be room for three a unit. */
export function encodeUtf8Into(text: string, bytes: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index++;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at - start;
}

/** The string UTF-8 bytes stand for; a byte that fits nowhere becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  let at = from;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      text += String.fromCharCode(byte);
      at++;
      continue;
    }
    const [code, size] = sequenceAt(bytes, at, to);
    text += String.fromCodePoint(code);
    at += size;
  }
  return text;
}

const LEADS = [
  { mask: 0xe0, lead: 0xc0, size: 2, least: 0x80 },
  { mask: 0xf0, lead: 0xe0, size: 3, least: 0x800 },
  { mask: 0xf8, lead: 0xf0, size: 4, least: 0x10000 },
] as const;

function sequenceAt(bytes: Uint8Array, at: number, to: number): readonly [code: number, size: number] {
  const first = bytes[at] ?? 0;
  const form = LEADS.find(({ mask, lead }) => (first & mask) === lead);
  if (!form || at + form.size > to) return [0xfffd, 1];
  let code = first & ~form.mask & 0xff;
  for (let offset = 1; offset < form.size; offset++) {
    const next = bytes[at + offset] ?? 0;
    if ((next & 0xc0) !== 0x80) return [0xfffd, 1];
    code = (code << 6) | (next & 0x3f);
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < form.least || code > 0x10ffff || surrogate ? [0xfffd, 1] : [code, form.size];
}
