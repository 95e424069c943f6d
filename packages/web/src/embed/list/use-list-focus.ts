import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** When the element leaves the page with the focus in it, the list takes the focus, so that keys still work. */
export function useListFocus(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      element.closest<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
    };
  }, [ref]);
}
