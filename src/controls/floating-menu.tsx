import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import styles from "./floating-menu.module.css";

export interface MenuItem {
  readonly label: string;
  /** Shown dim at the right: the keys that do the same. */
  readonly keys?: string;
  readonly disabled?: boolean;
  /** A line above it. */
  readonly divides?: boolean;
  /** Given for items of which one or several are on. */
  readonly checked?: boolean;
  readonly run: () => void;
}

/** In px of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface FloatingMenuProps {
  readonly name: string;
  readonly place: MenuPlace;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** A menu at a place of the window, over everything: arrows, Home, End, first letters, Enter; Escape or a press elsewhere closes it. */
export function FloatingMenu({ name, place, items, onClose }: FloatingMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(place);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = menu.current;
    if (!element) return;
    const before = document.activeElement;
    const { width, height } = element.getBoundingClientRect();
    setAt({
      x: Math.max(8, Math.min(place.x, window.innerWidth - width - 8)),
      y: Math.max(8, Math.min(place.y, window.innerHeight - height - 8)),
    });
    (choices(element)[0] ?? element).focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [place]);

  useEffect(() => {
    const press = (event: PointerEvent): void => {
      if (!menu.current?.contains(event.target as Node)) close.current();
    };
    const leave = (): void => close.current();
    window.addEventListener("pointerdown", press, true);
    window.addEventListener("blur", leave);
    return () => {
      window.removeEventListener("pointerdown", press, true);
      window.removeEventListener("blur", leave);
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
      return;
    }
    const all = choices(event.currentTarget);
    const next = neighbour(all, all.indexOf(document.activeElement as HTMLButtonElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return createPortal(
    <div
      ref={menu}
      className={styles.menu}
      style={{ left: at.x, top: at.y }}
      role="menu"
      aria-label={name}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          className={styles.item}
          {...(item.checked === undefined
            ? { role: "menuitem" }
            : { role: "menuitemradio", "aria-checked": item.checked })}
          data-divides={item.divides}
          disabled={item.disabled}
          tabIndex={-1}
          onPointerEnter={(event) => event.currentTarget.focus({ preventScroll: true })}
          onClick={() => {
            onClose();
            item.run();
          }}
        >
          <span>{item.label}</span>
          {item.keys ? <kbd aria-hidden>{item.keys}</kbd> : null}
        </button>
      ))}
    </div>,
    document.body,
  );
}

const choices = (menu: HTMLElement): readonly HTMLButtonElement[] => [
  ...menu.querySelectorAll<HTMLButtonElement>("button:not(:disabled)"),
];

function neighbour(all: readonly HTMLButtonElement[], current: number, key: string): HTMLButtonElement | undefined {
  if (key === "ArrowDown") return all[(current + 1) % all.length];
  if (key === "ArrowUp") return all.at(current <= 0 ? -1 : current - 1);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const rotated = [...all.slice(current + 1), ...all.slice(0, current + 1)];
  return rotated.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
}
