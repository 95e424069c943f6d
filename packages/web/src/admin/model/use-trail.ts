import { useState } from 'preact/hooks';

/** The pages of a list of which each names the next one's cursor: back along those that were read. */
export function useTrail<Cursor>() {
  const [trail, setTrail] = useState<readonly Cursor[]>([]);
  return {
    /** Of the present page; `undefined`: it is the first. */
    cursor: trail.at(-1),
    /** How many pages come before it. */
    pagesBefore: trail.length,
    restart: () => setTrail([]),
    back: () => setTrail(trail.slice(0, -1)),
    forward: (next: Cursor) => setTrail([...trail, next]),
  };
}
