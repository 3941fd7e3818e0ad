/** The bytes of a string in UTF-8; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    let code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index++;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) {
      bytes[length++] = code;
    } else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.subarray(0, length);
}

/** The string UTF-8 bytes stand for; a byte that fits nowhere becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  let at = from;
  while (at < to) {
    const [code, size] = sequenceAt(bytes, at, to);
    text += String.fromCodePoint(code);
    at += size;
  }
  return text;
}

const LEADS = [
  { mask: 0x80, lead: 0x00, size: 1, least: 0 },
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
