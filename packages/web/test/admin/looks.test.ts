import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import { adminClient } from '../../../server/test/support/admin-client.ts';
import { isLong } from '../../../server/test/support/long.ts';
import { seriousViolations } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';
import { type Desk, dialog, INJECTION, openDesk, signIn, visit } from './desk.ts';

const VIEWPORTS = [
  { width: 1280, theme: 'light' },
  { width: 1280, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

let desk: Desk;
let server: Desk['server'];
let lounge: string;
let anna: string;
beforeAll(async () => {
  desk = await openDesk(60);
  ({ server, lounge } = desk);
  anna = (await server.core.admin.findAccount(OPERATOR, 'anna')).id;
});
afterAll(() => desk?.[Symbol.asyncDispose]());

describe('by keyboard, by any eye, at any width', () => {
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
      await desk.say(lounge, name, words);
  });

  it('is gone through by keys, and goes back to where one was', async () => {
    await using watched = await desk.opened('retention');
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
    'has no serious fault and does not overflow: $width $theme',
    async (viewport) => {
      await using watched = await desk.open(viewport);
      const { page, complaints } = watched;
      await page.getByText('secrets.json').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, 'admin-sign-in');
      await signIn(page, server);
      await page.getByRole('row').filter({ hasText: 'process' }).waitFor();
      await page.getByRole('img', { name: /^Memory: now/ }).waitFor();
      for (const [place, words] of [
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
        await visit(page, place);
        await page.getByRole('main').getByText(words).first().waitFor();
        // Contrast is a theme's: each place is looked at by axe once in each, at one width, unless there is time.
        if (isLong || (viewport.width === 390) === (viewport.theme === 'dark'))
          expect({ place, violations: await seriousViolations(page) }).toEqual({
            place,
            violations: [],
          });
        expect({ place, over: await overflowing(page) }).toEqual({ place, over: 0 });
        await screenshot(
          page,
          `admin-${place.split('/').slice(0, 1).join('')}${place.includes('/') ? '-one' : ''}`,
          true,
        );
      }
      await visit(page, 'sanctions');
      await page.getByRole('button', { name: 'Ban or mute' }).click();
      await dialog(page).waitFor();
      // While it fades in, nothing has the contrast that it will have.
      await page.evaluate(() =>
        Promise.allSettled(document.getAnimations().map((one) => one.finished)),
      );
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, 'admin-dialog');
      expect(complaints).toEqual([]);
    },
  );
});
