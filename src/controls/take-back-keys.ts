/**
 * While a hand holds something, has Escape and Ctrl+Z take that back, wherever the focus is. `takeBack` answers false when there is
 * nothing to take back yet: the key then does what it otherwise does. Returns the function that ends it.
 */
export function onTakeBackKeys(page: Window, takeBack: () => boolean): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if ((event.key !== "Escape" && !isUndo(event)) || !takeBack()) return;
    event.preventDefault();
    // Not at once: what another hand holds is taken back with it.
    event.stopPropagation();
  };
  page.addEventListener("keydown", pressed, true);
  return () => page.removeEventListener("keydown", pressed, true);
}

function isUndo(event: KeyboardEvent): boolean {
  const isZ = event.code === "KeyZ" || event.key.toLowerCase() === "z";
  return isZ && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
}
