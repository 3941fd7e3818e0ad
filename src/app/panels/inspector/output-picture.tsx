import { useEffect, useRef } from "react";
import { useSession } from "#app/state/session-context.tsx";
import styles from "./inspector.module.css";

/** The patch's final picture, live. */
export function OutputPicture() {
  const { video } = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? video.attachOutput(canvas.current) : undefined), [video]);
  return (
    <div className={styles.picture}>
      <canvas ref={canvas} width={544} height={306} role="img" aria-label="Output picture" />
    </div>
  );
}
