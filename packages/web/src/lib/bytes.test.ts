import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it('shows sizes as people read them', () => {
  const sizes = [0, 999, 1500, 2_500_000];
  expect(sizes.map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.5 MB']);
});
