import { tinykeys } from "tinykeys";
import type { Shortcut, ShortcutScope } from "./shortcut.ts";

/** Lets shortcuts run while their scope allows it. Returns the function that ends it. */
export function bindShortcuts(target: Window | HTMLElement, shortcuts: readonly Shortcut[]): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { keys, scope, run } of shortcuts)
    for (const key of keys)
      bindings[key] = (event) => {
        if (event.defaultPrevented || !mayRun(scope, event.target)) return;
        event.preventDefault();
        run();
      };
  return tinykeys(target, bindings);
}

const TEXT = 'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"])';
/** Controls that Space and Enter press. */
const PRESSABLE = 'button, a[href], input, summary, [role="menuitem"], [role="dialog"] *';

function mayRun(scope: ShortcutScope, target: EventTarget | null): boolean {
  if (scope === "everywhere" || !(target instanceof Element)) return true;
  if (target.matches(TEXT) || target.closest('[contenteditable="true"]')) return false;
  return scope === "outside-text" || !target.closest('[data-keys="own"]');
}

/** Whether Space presses the focused control instead of playing. */
export const pressesWithSpace = (element: Element | null): boolean =>
  element?.matches(PRESSABLE) === true && element.matches(":focus-visible");
