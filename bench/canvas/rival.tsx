import "@xyflow/react/dist/style.css";
import {
  Background,
  type Edge,
  Handle,
  MiniMap,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useNodesState,
} from "@xyflow/react";
import { memo } from "react";
import { createRoot } from "react-dom/client";
import { graphShape, nextFrame } from "./graph-shape.ts";
import "./rival.css";

const asked = new URLSearchParams(location.search);
const onlyVisible = asked.has("onlyVisible");
/** With the dotted ground and the map in the corner that our canvas has too. */
const equipped = asked.has("equipped");
const DRAGGED = "42";

const Plate = memo(function Plate({ id }: NodeProps) {
  return (
    <div className="plate">
      <header>
        <b>plate{id}</b>
        <small>Plate</small>
      </header>
      <Handle type="target" position={Position.Left} id="a" style={{ top: 40 }} />
      <Handle type="target" position={Position.Left} id="b" style={{ top: 64 }} />
      <Handle type="source" position={Position.Right} id="a" style={{ top: 40 }} />
      <Handle type="source" position={Position.Right} id="b" style={{ top: 64 }} />
      <span className="label" style={{ top: 32, left: 12 }}>
        in a
      </span>
      <span className="label" style={{ top: 56, left: 12 }}>
        in b
      </span>
      <span className="label" style={{ top: 32, right: 12 }}>
        out a
      </span>
      <span className="label" style={{ top: 56, right: 12 }}>
        out b
      </span>
    </div>
  );
});

const nodeTypes = { plate: Plate };
let moved = false;

function Page({ nodes, edges }: { readonly nodes: Node[]; readonly edges: Edge[] }) {
  const [current, , onNodesChange] = useNodesState(nodes);
  return (
    <ReactFlow
      nodes={current}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={(changes) => {
        if (changes.some((change) => change.type === "position" && change.dragging)) moved = true;
        onNodesChange(changes);
      }}
      onlyRenderVisibleElements={onlyVisible}
      panOnDrag={[1]}
      minZoom={0.1}
      snapToGrid
      snapGrid={[16, 16]}
      colorMode="dark"
      proOptions={{ hideAttribution: true }}
    >
      {equipped && <Background gap={16} />}
      {equipped && <MiniMap />}
    </ReactFlow>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root");
const page = createRoot(root);

window.benchPage = {
  async load(count) {
    const shape = graphShape(count);
    const nodes = shape.nodes.map(({ id, x, y }) => ({
      id: String(id),
      type: "plate",
      position: { x, y },
      data: {},
      // Given as its own manual advises, so that it needn't measure before it shows.
      width: 160,
      height: 84,
    }));
    const edges = shape.cables.map(({ from, to }) => ({
      id: `${from} ${to}`,
      source: String(from),
      target: String(to),
      sourceHandle: "a",
      targetHandle: "a",
    }));
    page.render(<Page nodes={nodes} edges={edges} />);
    while (!document.querySelector(".plate") || !document.querySelector(".react-flow__edge-path")) await nextFrame();
    await nextFrame();
    await nextFrame();
  },
  handle() {
    const box = document.querySelector(`.react-flow__node[data-id="${DRAGGED}"]`)?.getBoundingClientRect();
    return { x: (box?.x ?? 0) + 70, y: (box?.y ?? 0) + 12 };
  },
  moved: () => moved,
};
