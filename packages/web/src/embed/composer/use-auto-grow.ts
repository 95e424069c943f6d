import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Keeps a text area as high as its text, up to the `max-height` of its style. */
export function useAutoGrow(ref: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = ref.current;
    const frame = area?.parentElement;
    if (area === null || !frame) return;
    // Measured at its smallest; meanwhile its frame keeps its height, so that nothing around it moves.
    frame.style.minHeight = `${frame.offsetHeight}px`;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    frame.style.minHeight = '';
  }, [ref, text]);
}
