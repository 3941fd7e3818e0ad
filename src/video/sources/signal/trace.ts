/** Width and height of the trace in px. */
export const TRACE_SIZE = 512;

/** The halo is worked out at a quarter of that. */
const HALO_SIZE = TRACE_SIZE / 4;

/** Light one sample gives, spread over the way it moves the beam: what moves slowly is bright. */
const SAMPLE_LIGHT = 2.4;

/** The beam of an X/Y oscilloscope: −1 to 1 in both directions fill the picture, upwards is the last row. */
export interface BeamTrace {
  /** RGBA bytes: r the beam, g light close to it, b light around. */
  readonly bytes: Uint8Array;
  clear(): void;
  /** Moves the beam from one point to the next with `strength` 0 to 1; what lies outside is not drawn. */
  move(x0: number, y0: number, x1: number, y1: number, strength: number): void;
  /** Works the bytes out from the moves since `clear`. */
  develop(): void;
}

export function createBeamTrace(): BeamTrace {
  const light = new Float32Array(TRACE_SIZE * TRACE_SIZE);
  const near = new Float32Array(HALO_SIZE * HALO_SIZE);
  const far = new Float32Array(HALO_SIZE * HALO_SIZE);
  const between = new Float32Array(HALO_SIZE * HALO_SIZE);
  const nearRow = new Float32Array(HALO_SIZE);
  const farRow = new Float32Array(HALO_SIZE);
  const bytes = new Uint8Array(TRACE_SIZE * TRACE_SIZE * 4);

  function add(x: number, y: number, amount: number): void {
    if (x < 0 || y < 0 || x >= TRACE_SIZE || y >= TRACE_SIZE) return;
    const at = y * TRACE_SIZE + x;
    light[at] = (light[at] ?? 0) + amount;
  }

  /** Shares light among the four pixels a point lies between. */
  function splat(x: number, y: number, amount: number): void {
    const left = Math.floor(x);
    const low = Math.floor(y);
    const dx = x - left;
    const dy = y - low;
    add(left, low, amount * (1 - dx) * (1 - dy));
    add(left + 1, low, amount * dx * (1 - dy));
    add(left, low + 1, amount * (1 - dx) * dy);
    add(left + 1, low + 1, amount * dx * dy);
  }

  function shrink(): void {
    for (let y = 0; y < HALO_SIZE; y++)
      for (let x = 0; x < HALO_SIZE; x++) {
        let sum = 0;
        for (let row = 0; row < 4; row++) {
          const at = (y * 4 + row) * TRACE_SIZE + x * 4;
          for (let column = 0; column < 4; column++) {
            const value = light[at + column] ?? 0;
            sum += value / (1 + value);
          }
        }
        near[y * HALO_SIZE + x] = sum / 8;
      }
  }

  return {
    bytes,
    clear() {
      light.fill(0);
    },
    move(x0, y0, x1, y1, strength) {
      const ax = (x0 * 0.5 + 0.5) * TRACE_SIZE - 0.5;
      const ay = (y0 * 0.5 + 0.5) * TRACE_SIZE - 0.5;
      const dx = (x1 - x0) * 0.5 * TRACE_SIZE;
      const dy = (y1 - y0) * 0.5 * TRACE_SIZE;
      const points = Math.min(TRACE_SIZE * 2, Math.max(1, Math.ceil(Math.hypot(dx, dy))));
      if (!Number.isFinite(ax + ay + dx + dy)) return;
      const amount = (SAMPLE_LIGHT * strength) / points ** 0.8;
      for (let i = 0; i < points; i++) splat(ax + (dx * i) / points, ay + (dy * i) / points, amount);
    },
    develop() {
      shrink();
      blur(near, between, 1);
      far.set(near);
      for (let pass = 0; pass < 3; pass++) blur(far, between, 4);
      for (let y = 0; y < TRACE_SIZE; y++) {
        betweenRows(near, nearRow, y);
        betweenRows(far, farRow, y);
        for (let x = 0; x < TRACE_SIZE; x++) {
          const at = y * TRACE_SIZE + x;
          const value = light[at] ?? 0;
          bytes[at * 4] = 255 * Math.min(1, (1.25 * value) / (1 + value));
          bytes[at * 4 + 1] = 255 * Math.min(1, betweenColumns(nearRow, x));
          bytes[at * 4 + 2] = 255 * Math.min(1, 2 * betweenColumns(farRow, x));
        }
      }
    },
  };
}

/** Writes the halo at the height of a row of the trace, by a straight line between the two rows it lies between. */
function betweenRows(halo: Float32Array, row: Float32Array, y: number): void {
  const place = Math.min(HALO_SIZE - 1, Math.max(0, (y - 1.5) / 4));
  const low = Math.floor(place);
  const share = place - low;
  const below = low * HALO_SIZE;
  const above = Math.min(HALO_SIZE - 1, low + 1) * HALO_SIZE;
  for (let x = 0; x < HALO_SIZE; x++) row[x] = (halo[below + x] ?? 0) * (1 - share) + (halo[above + x] ?? 0) * share;
}

function betweenColumns(row: Float32Array, x: number): number {
  const place = Math.min(HALO_SIZE - 1, Math.max(0, (x - 1.5) / 4));
  const left = Math.floor(place);
  const share = place - left;
  return (row[left] ?? 0) * (1 - share) + (row[Math.min(HALO_SIZE - 1, left + 1)] ?? 0) * share;
}

/** A box blur of HALO_SIZE squared numbers, `radius` to each side, first along rows, then along columns. */
function blur(picture: Float32Array, between: Float32Array, radius: number): void {
  blurLines(picture, between, radius, 1, HALO_SIZE);
  blurLines(between, picture, radius, HALO_SIZE, 1);
}

function blurLines(from: Float32Array, to: Float32Array, radius: number, step: number, line: number): void {
  const share = 1 / (2 * radius + 1);
  for (let l = 0; l < HALO_SIZE; l++) {
    const start = l * line;
    let sum = 0;
    for (let i = 0; i < radius; i++) sum += from[start + i * step] ?? 0;
    for (let i = 0; i < HALO_SIZE; i++) {
      if (i + radius < HALO_SIZE) sum += from[start + (i + radius) * step] ?? 0;
      if (i - radius > 0) sum -= from[start + (i - radius - 1) * step] ?? 0;
      to[start + i * step] = sum * share;
    }
  }
}
