/** Mutants: changes that take one guard away. A suite that stays green with one of them does not test that guard. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} Mutant
 * @property {string} name What is no longer refused, and for whom.
 * @property {string} file The source that is changed.
 * @property {string} find Stands in it exactly once.
 * @property {string} replace
 * @property {string} suite The test file that must fail.
 */

/** All of `scripts/mutants/*.json`, in the order of their files. @returns {Mutant[]} */
export function readMutants() {
  return globSync('scripts/mutants/*.json', { cwd: root })
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(root, file), 'utf8')));
}

/**
 * The source with the guard taken away.
 * @param {Mutant} mutant
 * @param {string} source
 */
export function mutate({ name, find, replace }, source) {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`${name}: its text stands ${parts.length - 1} times in the source, not once`);
  return parts.join(replace);
}
