/**
 * Moves the focus, but only from within this page: a late answer must not take it from the page around the frame, nor from a field
 * that was focused meanwhile (`from`: where the focus may be; anywhere unless given).
 */
export function moveFocus(to: HTMLElement | null | undefined, from?: Element | null): void {
  if (!document.hasFocus()) return;
  const at = document.activeElement;
  const isFree = at === null || at === document.body;
  if (from === undefined || isFree || from?.contains(at)) to?.focus();
}
