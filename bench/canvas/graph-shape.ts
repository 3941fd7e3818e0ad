/** The graph both pages show: plates in a grid, each cabled to the next one and to one a row further. */
export interface GraphShape {
  readonly nodes: readonly { readonly id: number; readonly x: number; readonly y: number }[];
  readonly cables: readonly { readonly from: number; readonly to: number }[];
}

const COLUMNS = 40;
export const SPACING = { x: 256, y: 160 };

/** `count` nodes and about two cables for each, with ids from 1. */
export function graphShape(count: number): GraphShape {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    x: (index % COLUMNS) * SPACING.x,
    y: Math.floor(index / COLUMNS) * SPACING.y,
  }));
  const cables = nodes.flatMap(({ id }) =>
    [id + 1, id + COLUMNS].filter((to) => to <= count).map((to) => ({ from: id, to })),
  );
  return { nodes, cables };
}

/** What the driver calls in either page. */
export interface BenchPage {
  /** Shows the graph and resolves once it is on screen. */
  load(count: number): Promise<void>;
  /** Window coordinates of a place on the module to be dragged. */
  handle(): { readonly x: number; readonly y: number };
  /** True when the module has been dragged away from where it was. */
  moved(): boolean;
}

declare global {
  interface Window {
    benchPage: BenchPage;
  }
}

export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
