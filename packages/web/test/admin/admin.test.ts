import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import {
  type AdminFixture,
  dialog,
  INJECTION,
  openAdmin,
  PASSWORD,
  rowOf,
} from './admin-fixture.ts';

let fixture: AdminFixture;
let server: AdminFixture['server'];
let lounge: string;
beforeAll(async () => {
  fixture = await openAdmin(120);
  ({ server, lounge } = fixture);
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

describe('signing in', () => {
  it('accepts an account of role root, and shows an account of role admin only its permissions', async () => {
    await using watched = await fixture.open();
    const { page } = watched;
    const enter = async (name: string) => {
      await page.getByRole('tab', { name: 'Account' }).click();
      await page.getByLabel('Username').fill(name);
      await page.getByLabel('Password').fill(PASSWORD);
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
  it('updates by itself, and shows five minutes of the past and what is stored', async () => {
    await using watched = await fixture.opened();
    const { page, complaints } = watched;
    const chart = page.getByRole('img', { name: /^Messages: now/ });
    await chart.waitFor();
    const burst = fixture.send(lounge, 'anna', 'for the chart');
    await page.getByRole('img', { name: /^Messages: now .*at most [^0]/ }).waitFor();
    await burst;
    expect(await page.locator('canvas').count()).toBe(6);
    await page
      .getByRole('row')
      .filter({ hasText: `process ${process.pid}` })
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('reports an unreachable server, and continues when it is back', async () => {
    await using watched = await fixture.opened();
    const { page } = watched;
    await page.route('**/api/admin/**', (route) => route.abort());
    await page.getByText('The charts stand still: The server cannot be reached').waitFor();
    await page.unroute('**/api/admin/**');
    await page.getByText('The charts stand still').waitFor({ state: 'detached' });
  });
});

describe('rooms', () => {
  it('are found, read page by page, edited and purged by name', async () => {
    await using watched = await fixture.opened('rooms');
    const { page, complaints } = watched;
    await page.getByLabel('Name, uid or id').fill('loun');
    await page.getByRole('link', { name: 'Lounge' }).click();
    await page.getByText('message 120', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('message 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Newest' }).click();
    await page.getByText('message 120', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Delete message 120' }).click();
    await dialog(page).getByText('message 120').waitFor();
    await dialog(page).getByLabel('Reason').fill('rude');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted by an operator').waitFor();

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
    await page.getByText('No messages yet.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('are created, and deleted only after their name is typed', async () => {
    await using watched = await fixture.opened('rooms');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'New room' }).click();
    await dialog(page).getByLabel('App').fill('none');
    await dialog(page).getByLabel('Name').fill('Attic');
    await dialog(page).getByRole('button', { name: 'Create room' }).click();
    await dialog(page).getByText('There is no app none').waitFor();
    complaints.length = 0;
    await dialog(page).getByLabel('App').fill('default');
    await dialog(page).getByRole('button', { name: 'Create room' }).click();
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
    const { user, token } = await server.core.users.register('zelda', PASSWORD);
    await using watched = await fixture.opened('users');
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
    await page.getByText('Not signed in anywhere.').waitFor();
    expect(await server.core.users.findByToken(token, 0)).toBeNull();

    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).getByLabel('How long').selectOption('Other…');
    await dialog(page).getByLabel('Duration').fill('for ever');
    await dialog(page).getByLabel('Reason').fill(INJECTION);
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await dialog(page).getByText('Write the duration as').waitFor();
    await dialog(page).getByLabel('Duration').fill('2h 30m');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await rowOf(page, INJECTION).waitFor();
    await rowOf(page, INJECTION).getByRole('button', { name: 'Unban' }).click();
    await dialog(page).getByRole('button', { name: 'Unban' }).click();
    await page.getByText('Not banned or muted anywhere.').waitFor();

    await page.getByRole('button', { name: 'Delete user' }).click();
    await dialog(page).getByLabel('Type zelda').fill('zelda');
    await dialog(page).getByRole('button', { name: 'Delete user' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('bans and mutes', () => {
  it('are created for addresses and users, found by reason, and lifted', async () => {
    await using watched = await fixture.opened('sanctions');
    const { page, complaints } = watched;
    await page.getByText('Nobody is banned or muted').waitFor();
    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).getByLabel('Whom').selectOption('An address');
    await dialog(page).getByLabel('IP address').fill('203.0.113.7');
    await dialog(page).getByLabel('Reason').fill('spam');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await rowOf(page, '203.0.113.7').waitFor();
    await page.getByLabel('Whom, or the reason').fill('nothing');
    await page.getByText('No matches').waitFor();
    await page.getByLabel('Whom, or the reason').fill('SPAM');
    await rowOf(page, '203.0.113.7').getByRole('button', { name: 'Unban' }).click();
    await dialog(page).getByRole('button', { name: 'Unban' }).click();
    await page.getByText('No matches').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('apps and keys', () => {
  it('are created, with keys that are shown once, rotated, and revoked at once', async () => {
    await using watched = await fixture.opened('apps');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'New app' }).click();
    await dialog(page).getByLabel('Name').fill(INJECTION.slice(0, 40));
    await dialog(page).getByLabel('Id').fill('shop');
    await dialog(page).getByRole('button', { name: 'Create app' }).click();
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
    expect(await server.core.apps.findKey(key)).toBeNull();
    expect(complaints).toEqual([]);
  });
});

describe('bots and retention', () => {
  it('are switched off and on, and get further rooms', async () => {
    await using watched = await fixture.opened('bots');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('button', { name: 'Switch on' }).waitFor();
    expect(await server.core.switches.get(OPERATOR, 'bots')).toMatchObject({ isOn: false });
    await page.getByLabel('Another room').fill('wall');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('link', { name: 'wall' }).waitFor();
    await page.getByRole('button', { name: 'No bots in wall' }).click();
    await page.getByRole('link', { name: 'wall' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('is set for everything and for one room, changed and removed', async () => {
    await using watched = await fixture.opened('retention');
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
  it('lists disconnected clients and actions, as text, filtered', async () => {
    await using watched = await fixture.opened('slow');
    const { page, complaints } = watched;
    await page.getByText('Everyone keeps up').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await rowOf(page, 'purge-room').first().waitFor();
    await rowOf(page, INJECTION).first().waitFor();
    await page.getByLabel('What', { exact: true }).selectOption('revoke-key');
    const row = rowOf(page, 'revoke-key').last();
    await row.getByText('this page').waitFor();
    await page.getByLabel('Outcome', { exact: true }).selectOption('Refused');
    await page.getByText('There are no actions of that kind.').waitFor();
    expect(complaints).toEqual([]);
  });
});
