/**
 * Leads the focus on, where it is in this page at all: an answer that comes late takes nobody out of the page around the frame, nor out
 * of a field that they have gone to meanwhile (`from`: where the focus may be; anywhere unless given).
 */
export function leadFocus(to: HTMLElement | null | undefined, from?: Element | null): void {
  if (!document.hasFocus()) return;
  const at = document.activeElement;
  const isFree = at === null || at === document.body;
  if (from === undefined || isFree || from?.contains(at)) to?.focus();
}
