/** The index to which a key leads from `at` in a list of `count`; `null`: the key does not move. */
export function nextIndex(key: string, at: number, count: number): number | null {
  if (key === 'next') return (at + 1) % count;
  if (key === 'previous') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
