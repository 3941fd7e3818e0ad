/** As the ref of a field: gives it the focus when it appears, and selects its text. */
export function focusAtOnce(field: HTMLInputElement | null): void {
  field?.focus({ preventScroll: true });
  field?.select();
}
