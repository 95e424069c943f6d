import { expect, test } from 'vitest';
import { Latencies } from './latencies.ts';

test('percentiles are exact, and follow what is added later', () => {
  const latencies = new Latencies(1_001);
  for (let ms = 1_000; ms >= 1; ms--) latencies.add(ms);
  expect(latencies.at(0.5)).toBe(501);
  expect(latencies.at(0.99)).toBe(991);
  expect(latencies.at(1)).toBe(1_000);
  latencies.add(5_000);
  expect(latencies.at(1)).toBe(5_000);
});

test('of nothing there is no percentile', () => {
  expect(new Latencies(3).at(0.5)).toBeNaN();
});
