// Rewrites a WebAssembly module so that it counts its own work: each turn of each loop takes one from a global and calls out when
// nothing is left. Functions, types, tables and all other indices stay as they are. The module has to export what it calls out with.

const SECTION = { type: 1, import: 2, memory: 5, global: 6, export: 7, code: 10 };
const IMPORT = { function: 0, table: 1, memory: 2, global: 3 };
const I32 = 0x7f;
const MUTABLE = 1;
const LOOP = 0x03;
const EXPORTED_GLOBAL = 0x03;
/** Of limits: there is a most, and threads may share it. */
const SHARED = 0x03;
const MOST_PAGES = 65_536;
/** What counters begin with: as much as they hold. */
const FULL = 0x7fffffff;

/**
 * An unsigned number as WebAssembly writes it.
 * @param {number} value
 * @returns {number[]}
 */
function unsigned(value) {
  const bytes = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/**
 * A signed number as WebAssembly writes it.
 * @param {number} value
 * @returns {number[]}
 */
function signed(value) {
  const bytes = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/**
 * @param {readonly (Uint8Array | readonly number[])[]} parts
 * @returns {Uint8Array}
 */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads a module from its beginning to its end. */
class Reader {
  /**
   * @param {Uint8Array} bytes
   * @param {number} [at]
   */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error("The module ends in the middle of something.");
    return value;
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  /** @param {number} [count] how many numbers, of any size and sign, to pass over */
  skipNumbers(count = 1) {
    for (let passed = 0; passed < count; passed++) while (this.byte() >= 0x80);
  }

  skipVector() {
    const size = this.number();
    this.at += size;
  }

  limits() {
    const flags = this.byte();
    const least = this.number();
    return { flags, least, most: flags & 1 ? this.number() : undefined };
  }

  rest() {
    return this.bytes.subarray(this.at);
  }
}

/**
 * @param {Uint8Array} module
 * @returns {{ id: number, content: Uint8Array }[]}
 */
function sectionsOf(module) {
  const reader = new Reader(module, 8);
  const sections = [];
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.number();
    sections.push({ id, content: module.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

/**
 * The index of the type that takes and gives nothing.
 * @param {Uint8Array} content of the type section
 */
function plainCallType(content) {
  const reader = new Reader(content);
  const count = reader.number();
  for (let index = 0; index < count; index++) {
    reader.byte();
    const parameters = reader.number();
    reader.at += parameters;
    const results = reader.number();
    reader.at += results;
    if (parameters === 0 && results === 0) return index;
  }
  throw new Error("The module has no type for a function that takes and gives nothing.");
}

/**
 * How many globals come from outside.
 * @param {Uint8Array} content of the import section
 */
function importedGlobals(content) {
  const reader = new Reader(content);
  let globals = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.skipVector();
    reader.skipVector();
    const kind = reader.byte();
    if (kind === IMPORT.function) reader.number();
    else if (kind === IMPORT.table) {
      reader.byte();
      reader.limits();
    } else if (kind === IMPORT.memory) reader.limits();
    else {
      reader.at += 2;
      globals++;
    }
  }
  return globals;
}

/**
 * Passes over what follows an instruction's code. Only what the module uses is known, so a new module that uses more is refused.
 * @param {Reader} reader
 * @param {number} code
 */
function skipOperands(reader, code) {
  const isBlock = code >= 0x02 && code <= 0x04;
  const isBranchOrCall = code === 0x0c || code === 0x0d || code === 0x10;
  const isVariable = code >= 0x20 && code <= 0x24;
  const isMemorySize = code === 0x3f || code === 0x40;
  const isInteger = code === 0x41 || code === 0x42;
  if (isBlock || isBranchOrCall || isVariable || isMemorySize || isInteger) reader.skipNumbers();
  else if (code === 0x11 || (code >= 0x28 && code <= 0x3e)) reader.skipNumbers(2);
  else if (code === 0x0e) reader.skipNumbers(reader.number() + 1);
  else if (code === 0x43) reader.at += 4;
  else if (code === 0x44) reader.at += 8;
  else if (code === 0xfc) skipWideOperands(reader);
  else if (!hasNoOperands(code)) throw new Error(`The instruction 0x${code.toString(16)} is not known here.`);
}

/** @param {Reader} reader */
function skipWideOperands(reader) {
  const code = reader.number();
  if (code <= 7) return;
  if (code === 10) reader.skipNumbers(2);
  else if (code === 11) reader.skipNumbers();
  else throw new Error(`The instruction 0xfc ${code} is not known here.`);
}

/** @param {number} code */
const hasNoOperands = (code) =>
  code === 0x00 ||
  code === 0x01 ||
  code === 0x05 ||
  code === 0x0b ||
  code === 0x0f ||
  code === 0x1a ||
  code === 0x1b ||
  (code >= 0x45 && code <= 0xc4);

/**
 * @param {Uint8Array} body of one function
 * @param {readonly number[]} check
 * @returns {{ body: Uint8Array, loops: number }}
 */
function meterBody(body, check) {
  const reader = new Reader(body);
  for (let groups = reader.number(); groups > 0; groups--) {
    reader.number();
    reader.byte();
  }
  const parts = [];
  let copied = 0;
  let loops = 0;
  while (reader.at < body.length) {
    const code = reader.byte();
    skipOperands(reader, code);
    if (code !== LOOP) continue;
    parts.push(body.subarray(copied, reader.at), check);
    copied = reader.at;
    loops++;
  }
  return { body: joined([...parts, body.subarray(copied)]), loops };
}

/**
 * @param {Uint8Array} content of the code section
 * @param {readonly number[]} check
 */
function meterCode(content, check) {
  const reader = new Reader(content);
  const count = reader.number();
  /** @type {(Uint8Array | number[])[]} */
  const parts = [unsigned(count)];
  let loops = 0;
  for (let left = count; left > 0; left--) {
    const size = reader.number();
    const metered = meterBody(content.subarray(reader.at, reader.at + size), check);
    reader.at += size;
    loops += metered.loops;
    parts.push(unsigned(metered.body.length), metered.body);
  }
  return { content: joined(parts), loops };
}

/**
 * @param {Uint8Array} content of a section that is a list
 * @param {readonly number[][]} entries to put behind the others
 */
function withMore(content, entries) {
  const reader = new Reader(content);
  const count = reader.number();
  return joined([unsigned(count + entries.length), reader.rest(), ...entries]);
}

/** @param {string} name */
function named(name) {
  const letters = [...new TextEncoder().encode(name)];
  return [...unsigned(letters.length), ...letters];
}

/**
 * The import of the only memory, shared between threads and of any size.
 * @param {Uint8Array} content of the memory section
 * @param {number} pages the memory begins with at least
 */
function importedMemory(content, pages) {
  if (new Reader(content).number() !== 1) throw new Error("The module has not just one memory.");
  return [...named("env"), ...named("memory"), IMPORT.memory, SHARED, ...unsigned(pages), ...unsigned(MOST_PAGES)];
}

/**
 * The module with a counter in every loop. It exports two globals more: `fuel`, how many turns are left, and `fuelOut`, the place in
 * its table of a function without parameters that is called at every turn while `fuel` is below zero. Its memory comes from outside, as
 * `env.memory`, so that it outlives the thread that works in it.
 * @param {Uint8Array} module
 * @param {{ pages: number }} options `pages` of 64 KiB its memory begins with at least, instead of as many as it says
 * @returns {{ bytes: Uint8Array, loops: number }}
 */
export function meterWasm(module, { pages }) {
  const sections = sectionsOf(module);
  const contentOf = (/** @type {number} */ id) => {
    const found = sections.find((section) => section.id === id);
    if (!found) throw new Error(`The module has no section ${id}.`);
    return found.content;
  };
  const fuel = importedGlobals(contentOf(SECTION.import)) + new Reader(contentOf(SECTION.global)).number();
  const fuelOut = fuel + 1;
  const [i32Const, globalGet, globalSet, subtract, isLess, ifThen, nothing, callIndirect, end] = [
    0x41, 0x23, 0x24, 0x6b, 0x48, 0x04, 0x40, 0x11, 0x0b,
  ];
  const check = [
    ...[globalGet, ...unsigned(fuel), i32Const, 1, subtract, globalSet, ...unsigned(fuel)],
    ...[globalGet, ...unsigned(fuel), i32Const, 0, isLess, ifThen, nothing],
    ...[globalGet, ...unsigned(fuelOut), callIndirect, ...unsigned(plainCallType(contentOf(SECTION.type))), 0, end],
  ];
  const counter = (/** @type {number} */ value) => [I32, MUTABLE, i32Const, ...signed(value), end];
  const exported = (/** @type {string} */ name, /** @type {number} */ index) => {
    return [...named(name), EXPORTED_GLOBAL, ...unsigned(index)];
  };
  let loops = 0;
  const memory = importedMemory(contentOf(SECTION.memory), pages);
  const kept = sections.filter(({ id }) => id !== SECTION.memory);
  const metered = kept.map(({ id, content }) => {
    if (id === SECTION.import) return { id, content: withMore(content, [memory]) };
    if (id === SECTION.global) return { id, content: withMore(content, [counter(FULL), counter(0)]) };
    if (id === SECTION.export) {
      return { id, content: withMore(content, [exported("fuel", fuel), exported("fuelOut", fuelOut)]) };
    }
    if (id !== SECTION.code) return { id, content };
    const code = meterCode(content, check);
    loops = code.loops;
    return { id, content: code.content };
  });
  const bytes = joined([
    module.subarray(0, 8),
    ...metered.flatMap(({ id, content }) => [[id], unsigned(content.length), content]),
  ]);
  return { bytes, loops };
}
