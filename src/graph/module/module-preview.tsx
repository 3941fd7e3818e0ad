import { type CSSProperties, useEffect, useRef } from "react";
import type { ModuleId } from "#engine/patch.ts";
import type { PreviewPort } from "#graph/model/app-ports.ts";
import styles from "./module-view.module.css";

interface ModulePreviewProps {
  readonly id: ModuleId;
  readonly box: CSSProperties | undefined;
  readonly previews: PreviewPort;
}

/** A video module's picture, 16:9. The renderer draws into it while it is in sight. */
export function ModulePreview({ id, box, previews }: ModulePreviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? previews.attach(id, canvas.current) : undefined), [id, previews]);
  return <canvas ref={canvas} className={styles.preview} width={320} height={180} style={box} />;
}
