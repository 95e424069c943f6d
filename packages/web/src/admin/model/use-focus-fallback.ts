import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * When the focused element is removed (a row whose button deleted it, a whole section), its container takes the focus, so that
 * keyboard and screen reader users are not thrown back to the top of the page.
 */
export function useFocusFallback(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    let focused: EventTarget | null = null;
    const track = (event: FocusEvent) => {
      focused = event.target;
    };
    const observer = new MutationObserver((changes) => {
      if (!(focused instanceof Node) || focused.isConnected) return;
      const removed = focused;
      focused = null;
      if (document.activeElement !== document.body) return;
      const change = changes.find(({ removedNodes }) =>
        Array.from(removedNodes).some((node) => node.contains(removed)),
      );
      const parent = change?.target instanceof Element ? change.target : element;
      const next = parent.isConnected ? parent.closest<HTMLElement>('[tabindex]') : element;
      (next ?? element).focus({ preventScroll: true });
    });
    element.addEventListener('focusin', track);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', track);
    };
  }, []);
}
