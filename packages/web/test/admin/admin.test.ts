import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { plainActor, systemActor } from '../../../server/src/core/actor.ts';
import { launch, openPage, type Watched } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { isLong } from '../../../server/test/support/long.ts';
import { seriousFaults } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';

const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const LOOKS = [
  { width: 1280, theme: 'light' },
  { width: 1280, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

let server: TestServer;
let browser: Browser;
let lounge: string;
beforeAll(async () => {
  server = await startTestServer({ settings: { bots: { probability: 0.5 } } });
  browser = await launch();
  await server.core.admin.createAccount({
    username: 'boss',
    password: 'correct horse',
    displayName: 'Boss',
    roles: ['root'],
  });
  for (const [username, roles] of [
    ['helper', ['admin']],
    ['anna', []],
  ] as const)
    await server.core.admin.createAccount({
      username,
      password: 'correct horse',
      displayName: null,
      roles,
    });
  const room = await server.core.admin.createRoom(DEFAULT_APP_ID, {
    name: 'Lounge',
    uid: 'lounge',
    description: 'Where one sits',
    kind: 'public',
    bridged: false,
  });
  lounge = room.id;
  for (let i = 1; i <= 60; i++) await say(lounge, 'anna', `message ${i}`);
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

async function say(roomId: string, name: string, content: string): Promise<void> {
  const actor = plainActor({ id: name, name, avatarUrl: null, kind: 'registered' }, '127.0.0.1');
  const draft = { content, type: 'text', meta: null, clientKey: null };
  await server.core.messages.send(actor, roomId, draft, server.core.policies.system);
}

const open = (look: { width: number; theme: 'light' | 'dark' } = LOOKS[0]) =>
  openPage(browser, server.url, look, '/admin');

/** Signed in by the operator's key, at a place of the page. */
async function opened(
  place = '',
  look: { width: number; theme: 'light' | 'dark' } = LOOKS[0],
): Promise<Watched> {
  const watched = await open(look);
  const { page } = watched;
  await page.getByLabel('Operator key', { exact: true }).last().fill(server.config.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  if (place !== '') await page.evaluate((hash) => (location.hash = hash), `/${place}`);
  return watched;
}

const dialog = (page: Page): Locator => page.getByRole('dialog');
const rowOf = (page: Page, text: string): Locator =>
  page.getByRole('row').filter({ hasText: text });

describe('signing in', () => {
  it('takes the operator’s key for this tab only, and forgets it at the end', async () => {
    await using watched = await open();
    const { page, complaints } = watched;
    await page.getByText('secrets.json').waitFor();
    const key = page.getByLabel('Operator key', { exact: true }).last();
    await key.fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not the operator key').waitFor();
    // The one refusal that was asked for.
    expect(complaints.splice(0)).toHaveLength(2);
    await key.fill(server.config.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Administration' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).toBe(
      '{}',
    );
    expect(complaints).toEqual([]);
  });

  it('takes an account of role root, and shows one of role admin only what it may do', async () => {
    await using watched = await open();
    const { page } = watched;
    const enter = async (name: string) => {
      await page.getByRole('tab', { name: 'Account' }).click();
      await page.getByLabel('Username').fill(name);
      await page.getByLabel('Password').fill('correct horse');
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await enter('anna');
    await page.getByText('This needs an account of role root or admin').waitFor();
    await enter('helper');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('link', { name: 'Apps and keys' }).click();
    await rowOf(page, 'Sandbox').waitFor();
    expect(await page.getByRole('button', { name: 'New app' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await enter('boss');
    await page.getByRole('link', { name: 'Apps and keys' }).click();
    await page.getByRole('button', { name: 'New app' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
  });
});

describe('the overview', () => {
  it('moves by itself, with five minutes of the past and what is stored', async () => {
    await using watched = await opened();
    const { page, complaints } = watched;
    const chart = page.getByRole('img', { name: /^Messages: now/ });
    await chart.waitFor();
    const burst = say(lounge, 'anna', 'for the chart');
    await page.getByRole('img', { name: /^Messages: now .*at most [^0]/ }).waitFor();
    await burst;
    expect(await page.locator('canvas').count()).toBe(6);
    await page
      .getByRole('row')
      .filter({ hasText: `process ${process.pid}` })
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('says so when the server has gone, and goes on when it is back', async () => {
    await using watched = await opened();
    const { page } = watched;
    await page.route('**/api/admin/**', (route) => route.abort());
    await page.getByText('The charts stand still: The server cannot be reached').waitFor();
    await page.unroute('**/api/admin/**');
    await page.getByText('The charts stand still').waitFor({ state: 'detached' });
  });
});

describe('rooms', () => {
  it('are found, read page by page, edited and purged by name', async () => {
    await using watched = await opened('rooms');
    const { page, complaints } = watched;
    await page.getByLabel('Name, uid or id').fill('loun');
    await page.getByRole('link', { name: 'Lounge' }).click();
    await page.getByText('message 60', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('message 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Newest' }).click();
    await page.getByText('message 60', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Delete message 60' }).click();
    await dialog(page).getByText('message 60').waitFor();
    await dialog(page).getByLabel('Reason').fill('rude');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted by system').waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog(page).getByLabel('Name').fill(INJECTION.slice(0, 90));
    await dialog(page).getByLabel('Slow mode').fill('5');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: '<img src=x' }).waitFor();
    await page.getByText('5 s', { exact: true }).waitFor();
    expect(await page.title()).toBe('Rooms · Koine admin');

    await page.getByRole('button', { name: 'Purge' }).click();
    await dialog(page).getByRole('heading', { name: 'Purge <img src=x' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Purge' }).click();
    await dialog(page).getByRole('button', { name: 'Purge' }).click();
    await page.getByText('Nobody has said anything here.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('are made, and deleted only by who types their name', async () => {
    await using watched = await opened('rooms');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'New room' }).click();
    await dialog(page).getByLabel('App').fill('none');
    await dialog(page).getByLabel('Name').fill('Attic');
    await dialog(page).getByRole('button', { name: 'Make the room' }).click();
    await dialog(page).getByText('There is no app none').waitFor();
    complaints.length = 0;
    await dialog(page).getByLabel('App').fill('default');
    await dialog(page).getByRole('button', { name: 'Make the room' }).click();
    await page.getByRole('heading', { level: 1, name: 'Attic' }).waitFor();
    await page.getByRole('button', { name: 'Delete room' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Delete room' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Type Attic').fill('Attic');
    await confirm.click();
    await page.getByRole('heading', { level: 1, name: 'Rooms' }).waitFor();
    expect(await page.getByRole('link', { name: 'Attic' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('users', () => {
  it('are found, given roles, banned with a reason, signed out and deleted', async () => {
    const { user, token } = await server.core.users.register('zelda', 'correct horse');
    await using watched = await opened('users');
    const { page, complaints } = watched;
    await page.getByLabel('Name, username or id').fill('ZEL');
    await page.getByRole('link', { name: 'zelda' }).click();
    await page.getByRole('button', { name: 'Roles' }).click();
    await dialog(page).getByLabel('super_mod').check();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByText('super_mod', { exact: true }).waitFor();
    expect(server.core.users.globalRolesOf(DEFAULT_APP_ID, user.id)).toEqual(['super_mod']);

    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await dialog(page).getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('Signed in nowhere.').waitFor();
    expect(await server.core.users.findByToken(token)).toBeNull();

    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).getByLabel('How long').selectOption('Other…');
    await dialog(page).getByLabel('Duration').fill('for ever');
    await dialog(page).getByLabel('Reason').fill(INJECTION);
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await dialog(page).getByText('Write the duration as').waitFor();
    await dialog(page).getByLabel('Duration').fill('2h 30m');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await rowOf(page, INJECTION).waitFor();
    await rowOf(page, INJECTION).getByRole('button', { name: 'Lift' }).click();
    await dialog(page).getByRole('button', { name: 'Lift' }).click();
    await page.getByText('Nowhere banned or muted.').waitFor();

    await page.getByRole('button', { name: 'Delete user' }).click();
    await dialog(page).getByLabel('Type zelda').fill('zelda');
    await dialog(page).getByRole('button', { name: 'Delete user' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('bans and mutes', () => {
  it('are made on addresses and users, found by reason, and lifted', async () => {
    await using watched = await opened('sanctions');
    const { page, complaints } = watched;
    await page.getByText('Nobody is banned or muted').waitFor();
    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).getByLabel('Whom').selectOption('An address');
    await dialog(page).getByLabel('IP address').fill('203.0.113.7');
    await dialog(page).getByLabel('Reason').fill('spam');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await rowOf(page, '203.0.113.7').waitFor();
    await page.getByLabel('Whom, or the reason').fill('nothing');
    await page.getByText('None is like that').waitFor();
    await page.getByLabel('Whom, or the reason').fill('SPAM');
    await rowOf(page, '203.0.113.7').getByRole('button', { name: 'Lift' }).click();
    await dialog(page).getByRole('button', { name: 'Lift' }).click();
    await page.getByText('None is like that').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('apps and keys', () => {
  it('are made, with keys that are shown once, rotated, and revoked at once', async () => {
    await using watched = await opened('apps');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'New app' }).click();
    await dialog(page).getByLabel('Name').fill(INJECTION.slice(0, 40));
    await dialog(page).getByLabel('Id').fill('shop');
    await dialog(page).getByRole('button', { name: 'Make the app' }).click();
    const key =
      (await dialog(page)
        .getByText(/^sk_live_/)
        .textContent()) ?? '';
    await dialog(page).getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('link', { name: '<img src=x' }).click();
    await rowOf(page, key.slice(0, 12)).getByText('valid').waitFor();
    await page.getByRole('button', { name: 'Rotate' }).click();
    await dialog(page).getByRole('button', { name: 'Rotate' }).click();
    await dialog(page).getByRole('button', { name: 'I have copied it' }).click();
    await rowOf(page, key.slice(0, 12)).getByText('ending').waitFor();
    await rowOf(page, key.slice(0, 12)).getByRole('button', { name: 'Revoke' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke' }).click();
    await rowOf(page, key.slice(0, 12)).getByText('ended').waitFor();
    expect(await server.core.apps.authenticate(key)).toBeNull();
    expect(complaints).toEqual([]);
  });
});

describe('bots and retention', () => {
  it('are switched off and on, and get further rooms', async () => {
    await using watched = await opened('bots');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('button', { name: 'Switch on' }).waitFor();
    expect(await server.core.bots.load()).toMatchObject({ isOn: false });
    await page.getByLabel('A further room').fill('wall');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('link', { name: 'wall' }).waitFor();
    await page.getByRole('button', { name: 'No bots in wall' }).click();
    await page.getByRole('link', { name: 'wall' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('is set for everything and for one room, changed and removed', async () => {
    await using watched = await opened('retention');
    const { page, complaints } = watched;
    await page.getByText('Everything is kept', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'New rule' }).click();
    await dialog(page).getByLabel('Days').fill('365');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await rowOf(page, 'default').getByText('up to 365 d').waitFor();
    await page.getByRole('button', { name: 'New rule' }).click();
    await dialog(page).getByLabel('For').selectOption('One room');
    await dialog(page).getByLabel('Room, by id or uid').fill('wall');
    await dialog(page).getByLabel('Messages a room').fill('1000');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await rowOf(page, 'the newest 1,000').waitFor();
    await rowOf(page, 'default').getByRole('button', { name: 'Remove' }).click();
    await dialog(page).getByRole('button', { name: 'Remove rule' }).click();
    await rowOf(page, 'default').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('slow clients and the audit log', () => {
  it('shows who was cut off and who did what, as text, filtered', async () => {
    await using watched = await opened('slow');
    const { page, complaints } = watched;
    await page.getByText('Everyone keeps up').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await rowOf(page, 'purge-room').first().waitFor();
    await rowOf(page, INJECTION).first().waitFor();
    await page.getByLabel('What', { exact: true }).selectOption('revoke-key');
    const row = rowOf(page, 'revoke-key').last();
    await row.getByText('this page').waitFor();
    await page.getByLabel('Outcome', { exact: true }).selectOption('Refused');
    await page.getByText('Nobody has done anything of that kind.').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('by keyboard, by any eye, at any width', () => {
  beforeAll(async () => {
    const room = { name: 'Lounge', slowModeSeconds: 0 };
    await server.core.rooms.update(systemActor(DEFAULT_APP_ID), lounge, room);
    const place = { appId: DEFAULT_APP_ID };
    await server.core.admin.sanction('ban', place, { ip: '203.0.113.9' }, 864e5, 'flooding');
    await server.core.admin.sanction(
      'mute',
      { room: lounge },
      { user: 'anna' },
      null,
      'rude words',
    );
    for (const [name, words] of [
      ['anna', 'Good morning, everyone.'],
      ['bela', 'x'.repeat(400)],
      ['dina', 'שלום עולם, זה משפט מימין לשמאל'],
      ['anna', INJECTION],
    ] as const)
      await say(lounge, name, words);
  });

  it('is gone through by keys, and goes back to where one was', async () => {
    await using watched = await opened('retention');
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

  it.each(LOOKS)('has no serious fault and does not overflow: $width $theme', async (look) => {
    await using watched = await open(look);
    const { page, complaints } = watched;
    await page.getByText('secrets.json').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, 'admin-sign-in');
    await page.getByLabel('Operator key', { exact: true }).last().fill(server.config.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
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
      ['audit', 'entries'],
      [`rooms/${lounge}`, 'Where one sits'],
    ] as const) {
      await page.evaluate((hash) => (location.hash = hash), `/${place}`);
      await page.getByRole('main').getByText(words).first().waitFor();
      // Contrast is a theme's: each place is looked at by axe once in each, at one width, unless there is time.
      if (isLong || (look.width === 390) === (look.theme === 'dark'))
        expect({ place, faults: await seriousFaults(page) }).toEqual({ place, faults: [] });
      expect({ place, over: await overflowing(page) }).toEqual({ place, over: 0 });
      await screenshot(
        page,
        `admin-${place.split('/').slice(0, 1).join('')}${place.includes('/') ? '-one' : ''}`,
        true,
      );
    }
    await page.evaluate(() => (location.hash = '/sanctions'));
    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).waitFor();
    // While it fades in, nothing has the contrast that it will have.
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((one) => one.finished)),
    );
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, 'admin-dialog');
    expect(complaints).toEqual([]);
  });
});
