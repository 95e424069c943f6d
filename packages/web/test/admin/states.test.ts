import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import { openPage } from '../../../server/src/testing/browser.ts';
import { FrameClient } from '../../../server/src/testing/frame-client.ts';
import { startTestServer } from '../../../server/src/testing/test-server.ts';
import {
  type AdminFixture,
  dialog,
  openAdmin,
  PASSWORD,
  rowOf,
  signIn,
  visit,
} from './admin-fixture.ts';

let fixture: AdminFixture;
let server: AdminFixture['server'];
beforeAll(async () => {
  fixture = await openAdmin(250);
  ({ server } = fixture);
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

const focused = 'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.id';

describe('a server that restarts under the open page', () => {
  it('is charted further, however long the previous run was', async () => {
    const first = await startTestServer();
    await using watched = await openPage(
      fixture.browser,
      first.url,
      { width: 1280, theme: 'light' },
      '/admin',
    );
    const { page } = watched;
    // As after many days.
    await page.route('**/api/admin/live', async (route) => {
      const response = await route.fetch().catch(() => null);
      if (response === null) return route.abort();
      const { samples, ...rest } = await response.json();
      const old = samples.map((one: { number: number }) => ({ ...one, number: one.number + 1e6 }));
      await route.fulfill({ json: { ...rest, samples: old } });
    });
    await signIn(page, first);
    await page.getByRole('img', { name: /^Connections: now 0/ }).waitFor();
    const { port } = new URL(first.url);
    await first[Symbol.asyncDispose]();
    await page.getByText('The charts stand still: The server cannot be reached').waitFor();
    await page.unroute('**/api/admin/live');
    await using second = await startTestServer({ settings: { ports: [Number(port)] } });
    await using _one = await FrameClient.open(`${second.wsUrl}/ws/chat/one`);
    await using _two = await FrameClient.open(`${second.wsUrl}/ws/chat/two`);
    await page.getByRole('img', { name: /^Connections: now 2/ }).waitFor();
    expect(await page.getByText('The charts stand still').count()).toBe(0);
  });
});

describe('a sign-in', () => {
  it('is asked for again when it has expired', async () => {
    await using watched = await fixture.open();
    const { page } = watched;
    const key = page.getByLabel('Operator key', { exact: true }).last();
    await key.fill('🔑 ключ');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not the operator key of this server').waitFor();
    await page.getByRole('tab', { name: 'Account' }).click();
    await page.getByLabel('Username').fill('boss');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const { id } = await server.core.admin.findAccount(OPERATOR, 'boss');
    await server.core.admin.setPassword(OPERATOR, id, PASSWORD);
    await page.getByText('Your session has expired: please sign in again').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('is kept while the server refuses the address for wrong keys of others', async () => {
    await using watched = await fixture.opened();
    const { page } = watched;
    await page.route('**/api/admin/me', (route) =>
      route.fulfill({ status: 429, json: { error: 'Too many wrong keys from this address' } }),
    );
    await page.reload();
    await page.getByText('Too many wrong keys from this address').waitFor();
    await page.unroute('**/api/admin/me');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });
});

describe('a list', () => {
  it('is in the address: found again by going back, by reloading, and from what it led to', async () => {
    const { admin } = server.core;
    const room = { uid: null, description: '', kind: 'public', bridged: false } as const;
    for (let i = 1; i <= 51; i++)
      await admin.createRoom(OPERATOR, DEFAULT_APP_ID, { ...room, name: `Hall ${i}` });
    await using watched = await fixture.opened('rooms');
    const { page, complaints } = watched;
    const search = page.getByLabel('Name, uid or id');
    const isAsBefore = async () => {
      await page.getByText('51–51 of 51').waitFor();
      expect(await search.inputValue()).toBe('hall');
    };
    await search.fill('hall');
    await page.getByText('1–50 of 51').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await isAsBefore();
    await page.getByRole('link', { name: 'Hall 1', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Hall 1' }).waitFor();
    await page.goBack();
    await isAsBefore();
    await page.reload();
    await isAsBefore();
    await page.getByRole('link', { name: 'Hall 1', exact: true }).click();
    await page.getByRole('link', { name: '← Rooms' }).click();
    await isAsBefore();
    // The last row of the last page goes.
    await page.getByRole('link', { name: 'Hall 1', exact: true }).click();
    await page.getByRole('button', { name: 'Delete room' }).click();
    await dialog(page).getByLabel('Type Hall 1').fill('Hall 1');
    await dialog(page).getByRole('button', { name: 'Delete room' }).click();
    await rowOf(page, 'Hall 50').waitFor();
    expect(await search.inputValue()).toBe('hall');
    await page.getByRole('link', { name: 'Rooms', exact: true }).click();
    await expect.poll(() => search.inputValue()).toBe('');
    expect(complaints).toEqual([]);
  });

  it('of messages is read from end to end, and at any number', async () => {
    await using watched = await fixture.opened(`rooms/${fixture.lounge}`);
    const { page, complaints } = watched;
    const list = page.getByRole('list', { name: 'Messages' });
    const position = () =>
      list.evaluate(({ scrollTop, scrollHeight, clientHeight }) =>
        scrollTop === 0 ? 'top' : scrollTop + clientHeight >= scrollHeight - 1 ? 'end' : 'between',
      );
    for (const [button, range, expected] of [
      [null, '#151–250 of 250', 'end'],
      ['Older', '#51–150 of 250', 'end'],
      ['Oldest', '#1–100 of 250', 'top'],
      ['Newer', '#101–200 of 250', 'top'],
      ['Newest', '#151–250 of 250', 'end'],
    ] as const) {
      if (button !== null) await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByText(range).waitFor();
      await expect.poll(position).toBe(expected);
    }
    await page.getByLabel('Message number').fill('42');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByText('#1–42 of 250').waitFor();
    const doomed = page.getByRole('button', { name: 'Delete message 42' });
    await doomed.press('Enter');
    await dialog(page).getByLabel('Reason').press('Enter');
    await page.getByText('Deleted by an operator').waitFor();
    // Keyboard users continue where they were.
    expect(await page.evaluate(focused)).toBe('Messages');
    await page.getByText('#1–42 of 250').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a dialog', () => {
  it('keeps what was typed and what is shown once, and does once what is clicked twice', async () => {
    await server.core.admin.createApp(OPERATOR, 'Twice', 'twice');
    await using watched = await fixture.opened('apps');
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'New app' }).click();
    await dialog(page).getByLabel('Name').fill('Half typed');
    await page.mouse.click(5, 5);
    expect(await dialog(page).getByLabel('Name').inputValue()).toBe('Half typed');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });

    await visit(page, 'apps/twice');
    await page.getByRole('button', { name: 'New key' }).dblclick();
    const key = dialog(page).getByText(/^sk_live_/);
    await key.waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await key.isVisible()).toBe(true);
    expect(await server.core.apps.keys(OPERATOR, 'twice')).toHaveLength(2);
    await dialog(page).getByRole('button', { name: 'I have copied it' }).click();
    expect(complaints).toEqual([]);
  });

  it('shows the new password of an account once, and names users who cannot be banned', async () => {
    const { user, token } = await server.core.users.register('forgetful', PASSWORD);
    await using watched = await fixture.opened(`users/${DEFAULT_APP_ID}/${user.id}`);
    const { page, complaints } = watched;
    await page.getByRole('button', { name: 'Reset password' }).click();
    await dialog(page).getByRole('button', { name: 'Reset password' }).click();
    const shown = dialog(page).getByLabel('Password').locator('code');
    const password = (await shown.textContent()) ?? '';
    await dialog(page).getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.content()).not.toContain(password);
    expect(await server.core.users.findByToken(token, 0)).toBeNull();
    await server.core.users.login('forgetful', password);
    expect(complaints).toEqual([]);

    await visit(page, 'sanctions');
    await page.getByRole('button', { name: 'Ban or mute' }).click();
    await dialog(page).getByLabel('Id or username').fill('boss');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await dialog(page).getByText('Root cannot be banned').waitFor();
    await dialog(page).getByLabel('Id or username').fill('forgetful');
    await dialog(page).getByRole('button', { name: 'Ban', exact: true }).click();
    await rowOf(page, 'by an operator').getByRole('link', { name: 'forgetful' }).waitFor();
    await visit(page, 'audit?by=operator&action=sanction');
    await rowOf(page, 'duration: 1 d').getByRole('link', { name: 'forgetful' }).waitFor();
  });
});
