import { readFileSync } from 'node:fs';
import { ERRORS } from '@koine/contract';
import { describe, expect, it } from 'vitest';
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
