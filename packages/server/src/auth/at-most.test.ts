import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

test('so many run at once, the others follow in order, also after one that fails', async () => {
  const limited = atMost(2);
  const started: number[] = [];
  const works = [0, 1, 2, 3].map(() => Promise.withResolvers<number>());
  const results = works.map(({ promise }, n) =>
    limited(() => {
      started.push(n);
      return promise;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  works[1]?.reject(new Error('one fails'));
  await expect(results[1]).rejects.toThrow('one fails');
  expect(started).toEqual([0, 1, 2]);
  works[0]?.resolve(10);
  works[2]?.resolve(12);
  works[3]?.resolve(13);
  expect(await Promise.all([results[0], results[2], results[3]])).toEqual([10, 12, 13]);
  expect(started).toEqual([0, 1, 2, 3]);
});
