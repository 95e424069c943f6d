import { useRef } from 'preact/hooks';

/** Everything that was shown once: it stays in the page, so that a chat or a console goes on behind another tab. */
export function useVisited<Name>(shown: Name): ReadonlySet<Name> {
  const visited = useRef(new Set<Name>());
  visited.current.add(shown);
  return visited.current;
}
