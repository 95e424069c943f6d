import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Nearer to the end than this is at the end. */
const END_PX = 32;

export interface StickToEnd {
  readonly isAtEnd: () => boolean;
  /** To be called when the list has scrolled. */
  scrolled(): void;
  toEnd(): void;
}

/**
 * Keeps a scroller at its end while it grows, unless the reader has scrolled up. Then what is in sight stays there: `heightAbove`
 * returns by how many pixels the content above it has grown since the last call.
 * @param version Changes whenever the content does.
 */
export function useStickToEnd(
  list: RefObject<HTMLElement | null>,
  version: unknown,
  heightAbove: () => number = () => 0,
): StickToEnd {
  const isAtEnd = useRef(true);
  const toEnd = () => {
    isAtEnd.current = true;
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  useLayoutEffect(() => {
    const grownPx = heightAbove();
    if (isAtEnd.current) toEnd();
    else if (list.current !== null && grownPx !== 0) list.current.scrollTop += grownPx;
  }, [version]);
  useEffect(() => {
    if (list.current === null) return;
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  return {
    isAtEnd: () => isAtEnd.current,
    scrolled() {
      if (list.current === null) return;
      const { scrollHeight, scrollTop, clientHeight } = list.current;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight < END_PX;
    },
    toEnd,
  };
}
