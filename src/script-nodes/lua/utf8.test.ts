import { expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

it.each(["", "plain", "a\0b", "żółw", "漢字", "🐢🎛️", "\u0080\u07ff\u0800\uffff\u{10ffff}"])(
  "“%s” there and back",
  (text) => {
    const bytes = encodeUtf8(text);
    expect([...bytes]).toEqual([...new TextEncoder().encode(text)]);
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
  },
);

it("puts a mark where there is no letter", () => {
  expect([...encodeUtf8("\ud800x")]).toEqual([0xef, 0xbf, 0xbd, 0x78]);
  for (const broken of [[0xff], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80]]) {
    expect(decodeUtf8(new Uint8Array([...broken, 0x41]), 0, broken.length + 1)).toMatch(/^\ufffd+A$/);
  }
});
