import type { PlanGraph, PlanNode } from "./graph.ts";

/**
 * The nodes that must run, sources first. What nobody hears, sees or reads is left out. Where cables form a loop, one is marked `back`:
 * it reads the block before. Depends on nothing but the graph: roots and cables are taken by id.
 */
export function orderNodes(graph: PlanGraph, isRoot: (node: PlanNode) => boolean): PlanNode[] {
  const order: PlanNode[] = [];
  const state = new Map<PlanNode, number>();
  const path: PlanNode[] = [];
  const visit = (root: PlanNode) => {
    if (state.has(root)) return;
    path.push(root);
    state.set(root, 0);
    while (path.length > 0) {
      const node = path[path.length - 1] as PlanNode; // the loop's condition
      const next = state.get(node) ?? 0;
      const edge = node.edges[next];
      if (!edge) {
        path.pop();
        state.set(node, DONE);
        order.push(node);
        continue;
      }
      state.set(node, next + 1);
      const seen = state.get(edge.from);
      if (seen === undefined) {
        state.set(edge.from, 0);
        path.push(edge.from);
      } else if (seen !== DONE) edge.back = true;
    }
  };
  for (const node of graph.nodes.values()) if (node !== graph.master && !node.ghost && isRoot(node)) visit(node);
  visit(graph.master);
  return order;
}

const DONE = -1;
