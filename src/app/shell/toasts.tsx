import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { useNotices } from "#app/state/notices.tsx";
import controls from "#controls/controls.module.css";
import styles from "./toasts.module.css";

/** Shows what the app tells in passing, at the foot of the canvas. */
export function Toasts() {
  const notices = useNotices();
  useEffect(() => notices.show(), [notices]);
  return (
    <Toast.Provider toastManager={notices.manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} data-tone={toast.type} aria-label="Notice">
      <Toast.Description className={styles.text} />
      {toast.actionProps && <Toast.Action className={controls.button} />}
      <Toast.Close className={controls.icon} aria-label="Dismiss">
        <X size={14} />
      </Toast.Close>
    </Toast.Root>
  ));
}
