const painters = new Set<() => void>();
let requested = 0;

function run(): void {
  for (const paint of [...painters]) paint();
  requested = painters.size > 0 ? requestAnimationFrame(run) : 0;
}

/**
 * Calls back before each frame until the returned function is called. Whatever moves by itself (meters, playheads, ghost marks,
 * cables) is drawn from here and never goes through React.
 */
export function onFrame(paint: () => void): () => void {
  painters.add(paint);
  if (requested === 0) requested = requestAnimationFrame(run);
  return () => painters.delete(paint);
}
