import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPackedMain, packDirectory } from '../packages/server/bin/packed.mjs';
import { bundle, ensureServerPacked } from './lib/pack-server.mjs';

const SOURCE = 'packages/server/src/cli/main.ts';

describe('the bundle that a start takes', () => {
  const root = mkdtempSync(join(tmpdir(), 'koine-packed-'));

  beforeAll(() => {
    const files = [
      SOURCE,
      'packages/server/src/main.test.ts',
      'packages/contract/src/index.ts',
      'packages/server/package.json',
      'packages/contract/package.json',
      'scripts/lib/pack-server.mjs',
      'node_modules/.package-lock.json',
    ];
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), 'x');
      utimesSync(join(root, file), 1_000, 1_000);
    }
    mkdirSync(packDirectory(root), { recursive: true });
    writeFileSync(join(packDirectory(root), 'main.mjs'), '');
  });

  afterAll(() => rmSync(root, { recursive: true }));

  test('is the one of exactly these files', () => {
    expect(findPackedMain(root)).toBe(join(packDirectory(root), 'main.mjs'));
  });

  test('is none once a source has been edited, and is it again when that is undone', () => {
    writeFileSync(join(root, SOURCE), 'xy');
    expect(findPackedMain(root)).toBeUndefined();
    writeFileSync(join(root, SOURCE), 'x');
    expect(findPackedMain(root)).toBeUndefined();
    utimesSync(join(root, SOURCE), 1_000, 1_000);
    expect(findPackedMain(root)).toBeDefined();
  });

  test('is none for a copy elsewhere, whose files would not be the ones it reads', () => {
    const copy = `${root}-copy`;
    cpSync(root, copy, { recursive: true, preserveTimestamps: true });
    expect(findPackedMain(copy)).toBeUndefined();
    rmSync(copy, { recursive: true });
  });

  test('is none where nothing is installed', () => {
    expect(findPackedMain(join(root, 'packages'))).toBeUndefined();
  });
});

test('the packed server runs and knows its own files', async () => {
  await ensureServerPacked();
  const main = findPackedMain() ?? '';
  const { status, stdout } = spawnSync(process.execPath, [main, 'version'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('0.1') });
  // Its threads and pages are the sources’ own.
  expect(readFileSync(main, 'utf8')).toContain(
    `packages/server/src/storage/engines/sqlite/open.ts"`,
  );
});

/** Calls that matter only for what they throw, each of a kind that a bundler knows to be without effect. */
const CHECKS = {
  decodeURIComponent: "decodeURIComponent('%zz')",
  encodeURIComponent: "encodeURIComponent('\\ud800')",
  URL: "new URL('no url')",
  RegExp: "new RegExp('(')",
  BigInt: "BigInt('x')",
  Symbol: "Symbol() + ''",
  JSON: "JSON.parse('{')",
  Date: "new Date('x').toISOString()",
  getter: '({ get x() { throw new Error() } }).x',
  'an unused function': '/* @__PURE__ */ refuse()',
};

test('keeps every call that is made for its throw', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'koine-bundle-'));
  const entry = join(directory, 'entry.ts');
  const checks = Object.entries(CHECKS).map(
    ([name, code]) => `  try { ${code}; passed.push(${JSON.stringify(name)}); } catch {}`,
  );
  const source = `function refuse(): never { throw new Error('refused'); }\nexport function run() {\n  const passed: string[] = [];\n${checks.join('\n')}\n  return passed;\n}\n`;
  writeFileSync(entry, source);
  await bundle(entry, join(directory, 'out'));
  const { run } = await import(/* @vite-ignore */ join(directory, 'out', 'main.mjs'));
  expect(run()).toEqual([]);
  rmSync(directory, { recursive: true });
});
