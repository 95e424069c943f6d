import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import { adminClient } from '../../../server/test/support/admin-client.ts';
import { isLong } from '../../../server/test/support/long.ts';
import { seriousViolations } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';
import { type AdminFixture, dialog, INJECTION, openAdmin, signIn, visit } from './admin-fixture.ts';

const VIEWPORTS = [
  { width: 1280, theme: 'light' },
  { width: 1280, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

let fixture: AdminFixture;
let server: AdminFixture['server'];
let lounge: string;
let anna: string;
beforeAll(async () => {
  fixture = await openAdmin(60);
  ({ server, lounge } = fixture);
  anna = (await server.core.admin.findAccount(OPERATOR, 'anna')).id;
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

describe('accessibility at every width and theme', () => {
  beforeAll(async () => {
    const { run } = adminClient(server);
    const day = { durationMs: 864e5, reason: 'flooding' };
    await run('sanction', { kind: 'ban', ip: '203.0.113.9', ...day });
    await run('sanction', { kind: 'mute', user: 'anna', room: 'lounge', reason: 'rude words' });
    for (const [name, words] of [
      ['anna', 'Good morning, everyone.'],
      ['bela', 'x'.repeat(400)],
      ['dina', 'שלום עולם, זה משפט מימין לשמאל'],
      ['anna', INJECTION],
    ] as const)
      await fixture.send(lounge, name, words);
  });

  it('is used by keyboard alone, and returns the focus', async () => {
    await using watched = await fixture.opened('retention');
    const { page } = watched;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const open = page.getByRole('button', { name: 'New rule' });
    await open.press('Enter');
    await dialog(page).waitFor();
    await page.keyboard.press('Tab');
    expect(await dialog(page).locator(':focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await page.reload();
    await open.waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('New rule');
    await page.getByRole('link', { name: 'Audit log' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
  });

  it.each(VIEWPORTS)(
    'has no serious violation and does not overflow: $width $theme',
    async (viewport) => {
      await using watched = await fixture.open(viewport);
      const { page, complaints } = watched;
      await page.getByText('secrets.json').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, 'admin-sign-in');
      await signIn(page, server);
      await page.getByRole('row').filter({ hasText: 'process' }).waitFor();
      await page.getByRole('img', { name: /^Memory: now/ }).waitFor();
      for (const [path, words] of [
        ['overview', 'process'],
        ['rooms', 'playground'],
        ['users', 'Boss'],
        ['sanctions', 'flooding'],
        ['apps', 'Sandbox'],
        ['apps/sandbox', 'valid'],
        ['bots', 'They answer'],
        ['retention', 'rule'],
        ['slow', 'Everyone keeps up'],
        ['audit', 'rude words'],
        [`rooms/${lounge}`, 'Where one sits'],
        [`users/${DEFAULT_APP_ID}/${anna}`, 'Not signed in anywhere.'],
      ] as const) {
        await visit(page, path);
        await page.getByRole('main').getByText(words).first().waitFor();
        // Contrast depends on the theme alone: axe checks each path once a theme, unless the run is a long one.
        if (isLong || (viewport.width === 390) === (viewport.theme === 'dark'))
          expect({ path, violations: await seriousViolations(page) }).toEqual({
            path,
            violations: [],
          });
        expect({ path, over: await overflowing(page) }).toEqual({ path, over: 0 });
        await screenshot(
          page,
          `admin-${path.split('/').slice(0, 1).join('')}${path.includes('/') ? '-one' : ''}`,
          true,
        );
      }
      await visit(page, 'sanctions');
      await page.getByRole('button', { name: 'Ban or mute' }).click();
      await dialog(page).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, 'admin-dialog');
      expect(complaints).toEqual([]);
    },
  );
});
