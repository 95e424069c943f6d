import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutate, readMutants } from './lib/mutants.mjs';
import { root } from './lib/paths.mjs';

describe('the mutants that npm run test:mutants tries', () => {
  const mutants = readMutants();

  test('are forty or more, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(40);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  test.each(mutants)('$name: still has its guard to take away, and its suite', (mutant) => {
    const source = readFileSync(join(root, mutant.file), 'utf8');
    expect(mutate(mutant, source)).not.toBe(source);
    expect(existsSync(join(root, mutant.suite))).toBe(true);
  });
});
