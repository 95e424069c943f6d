import { useEffect } from 'preact/hooks';

/** So long a part that a link named is held in place while what stands above it is still loading. */
const HELD_MS = 3_000;
/** The reader takes over by one of these. */
const TAKEN_OVER_BY = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Scrolls to the part of the page with this id, and stays there while the page grows, until the reader takes over. */
export function useSection(id: string | null): void {
  useEffect(() => {
    const part = id === null ? null : document.getElementById(id);
    if (part === null) return;
    const observer = new ResizeObserver(() => part.scrollIntoView());
    const end = () => {
      clearTimeout(timer);
      observer.disconnect();
      for (const type of TAKEN_OVER_BY) removeEventListener(type, end);
    };
    const timer = setTimeout(end, HELD_MS);
    for (const type of TAKEN_OVER_BY) addEventListener(type, end, { passive: true });
    observer.observe(document.body);
    return end;
  }, [id]);
}
