import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ERRORS } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { koine } from '../../test/support/koine.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { pages } from './docs.ts';

describe('the reference pages', () => {
  it.each(Object.entries(pages))('%s is up to date (run `npx koine docs`)', async (path, text) => {
    const page = new URL(`../../../../${path}`, import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(await text());
  });

  it('name every error', async () => {
    const page = (await pages['docs/reference/errors.md']?.()) ?? '';
    for (const [code, { status }] of Object.entries(ERRORS))
      expect(page).toContain(`| \`${code}\` | ${status} |`);
  });
});

it('are written into the directory that --output names', async () => {
  await using directory = await tempDirectory();
  const output = join(directory.path, 'deep', 'pages');
  const { code } = await koine(['docs', '--output', output]);
  expect(code).toBe(0);
  for (const [path, text] of Object.entries(pages))
    expect(readFileSync(join(output, basename(path)), 'utf8')).toBe(await text());
});
