import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import { everyViewport, overflowing } from '../support/screenshot.ts';
import { type AdminFixture, dialog, openAdmin, rowOf, visit } from './admin-fixture.ts';

let fixture: AdminFixture;
let cellar: string;
beforeAll(async () => {
  fixture = await openAdmin(3);
  const room = await fixture.server.core.admin.createRoom(OPERATOR, DEFAULT_APP_ID, {
    name: 'Cellar',
    uid: 'cellar',
    description: '',
    kind: 'public',
    bridged: false,
  });
  cellar = room.id;
  for (let i = 1; i <= 4; i++) await fixture.send(fixture.lounge, 'spam-bot', `pills ${i}`);
  for (let i = 1; i <= 2; i++) await fixture.send(cellar, 'spam-bot', `watches ${i}`);
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

describe('the messages of a spammer', () => {
  it('are found over all rooms; chosen, recent or all of them are deleted', async () => {
    await using watched = await fixture.opened('users/default/spam-bot');
    const { page, complaints } = watched;
    await page.getByText('6 in 2 rooms').waitFor();
    const rooms = page.getByRole('table', { name: 'Rooms with their messages' });
    expect(await rooms.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('Room'),
      expect.stringMatching(/Lounge\s+4/),
      expect.stringMatching(/Cellar\s+2/),
    ]);
    await everyViewport(page, 'admin-user-messages');
    expect(await overflowing(page)).toBe(0);

    const list = page.getByRole('list', { name: 'Their messages' });
    const one = (text: string) => list.getByRole('listitem').filter({ hasText: text });
    await one('pills 1').getByRole('checkbox').check();
    await one('watches 2').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Delete selected (2)' }).click();
    await dialog(page).getByLabel('Reason').fill('spam');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Messages deleted: 2, in 2 rooms').waitFor();
    await page.getByText('4 in 2 rooms').waitFor();
    await one('pills 1').waitFor({ state: 'detached' });

    await rowOf(page, 'Cellar').getByRole('button', { name: 'Show only these' }).click();
    await one('pills 2').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete in Cellar' }).click();
    await dialog(page).getByLabel('How far back').selectOption('The last hour');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('3 in 1 room', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Ban and delete' }).click();
    await dialog(page).getByLabel('Delete their messages').selectOption('All');
    await everyViewport(page, 'admin-ban-and-delete');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await page.getByText(/spam-bot is banned.*messages deleted: 3/).waitFor();
    await page.getByText('They have no messages.').waitFor();

    await visit(page, 'audit?target=spam-bot');
    const log = page.getByRole('table', { name: 'Audit log' });
    await expect.poll(() => log.getByText('delete-user-messages').count()).toBe(2);
    expect(await log.getByText('sanction', { exact: true }).count()).toBe(1);
    await everyViewport(page, 'admin-audit-filters');
    expect(await overflowing(page)).toBe(0);
    await page.getByLabel('To the day').fill('2020-01-01');
    await page.getByText('There are no actions of that kind.').waitFor();
    await page.getByLabel('To the day').fill('');
    await page.getByLabel('From the day').fill('2020-01-01');
    await expect.poll(() => log.getByText('delete-user-messages').count()).toBe(2);
    // No user of this id is stored, which browsers log as a failed request.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

describe('a rule of retention', () => {
  it('shows how much it deletes, and above 1,000 asks for the name', async () => {
    for (let i = 1; i <= 1_100; i++) await fixture.send(cellar, 'anna', `old ${i}`);
    await using watched = await fixture.opened('retention');
    const { page, complaints } = watched;
    const rule = async (keeps: number) => {
      await page.getByRole('button', { name: 'New rule' }).click();
      await dialog(page).getByLabel('For', { exact: true }).selectOption('One room');
      await dialog(page).getByLabel('Room, by id or uid').fill('cellar');
      await dialog(page).getByLabel('Messages a room').fill(`${keeps}`);
      await dialog(page).getByRole('button', { name: 'Save' }).click();
    };
    await rule(50);
    await dialog(page)
      .getByText(/This deletes 1,05\d messages in 1 room/)
      .waitFor();
    await everyViewport(page, 'admin-retention-confirm');
    const button = dialog(page).getByRole('button', { name: 'Delete and save' });
    expect(await button.isDisabled()).toBe(true);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Everything is kept', { exact: true }).waitFor();
    await rule(50);
    await dialog(page).getByLabel('Type Cellar to confirm').fill('Cellar');
    await button.click();
    await page.getByText('the newest 50').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog(page).getByRole('button', { name: 'Remove rule' }).click();
    await page.getByText('Everything is kept', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('an app and its users', () => {
  it('are shown by the app’s name, and accounts are created in the page', async () => {
    await fixture.server.core.admin.createApp(OPERATOR, 'Shop of Wonders', 'shop');
    await using watched = await fixture.opened('apps/shop');
    const { page, complaints } = watched;
    await page.getByRole('heading', { level: 1, name: 'Shop of Wonders' }).waitFor();
    await everyViewport(page, 'admin-app');
    await visit(page, 'users');
    await page.getByRole('button', { name: 'Create user' }).click();
    await dialog(page).getByLabel('Username').fill('new.helper');
    await dialog(page).getByLabel('Display name').fill('New Helper');
    await dialog(page).getByLabel('Role').selectOption({ index: 1 });
    await everyViewport(page, 'admin-create-user');
    await dialog(page).getByRole('button', { name: 'Create' }).click();
    const secret = page.getByRole('dialog', { name: 'The password of new.helper' });
    const password = await secret.locator('pre').textContent();
    await secret.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { level: 1, name: 'New Helper' }).waitFor();
    const response = await fetch(`${fixture.server.url}/users/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'new.helper', password }),
    });
    expect(response.status).toBe(200);
    await visit(page, 'users');
    await page.getByRole('button', { name: 'Create user' }).click();
    await dialog(page).getByLabel('App', { exact: true }).selectOption('shop');
    await dialog(page).getByLabel('Id', { exact: true }).fill('customer_1');
    await dialog(page).getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'customer_1' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
