/** A rename is sent to many: to those whom it concerns, and not too often. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { waitForText } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { CommunityApi } from './clients/rest.ts';
import { UNLIMITED } from './support/settings.ts';

const RENAMES_MAX = 3;
const clock = new ManualClock();
let server: TestServer;
beforeAll(async () => {
  const limits = { ...UNLIMITED, renamesPerHour: RENAMES_MAX };
  server = await startTestServer({ clock, settings: { limits } });
});
afterAll(() => server[Symbol.asyncDispose]());

const rename = (of: CommunityApi, name: string) => of.call('PATCH', '/me', { display_name: name });

test('is sent where the account is or wrote, and nowhere else', async () => {
  const ada = await new CommunityApi(server.url).register('ada1');
  const api = new CommunityApi(server.url, ada.token);
  const [is, wrote, other] = [
    await api.makeRoom('Is'),
    await api.makeRoom('Wrote'),
    await api.makeRoom('Other'),
  ];
  await api.post(wrote, 'long ago');
  await using here = await CommunityClient.enter(server.url, is);
  await using there = await CommunityClient.enter(server.url, wrote);
  await using elsewhere = await CommunityClient.enter(server.url, other);
  await using own = await CommunityClient.enter(server.url, is, { token: ada.token });
  expect((await rename(api, 'Countess')).status).toBe(204);
  for (const client of [own, here, there]) {
    const received = await client.events.next(({ event }) => event === 'user_updated');
    expect(received).toMatchObject({
      data: { user: { uid: ada.user.uid, displayName: 'Countess' } },
    });
  }
  await api.post(other, 'only now');
  expect(await waitForText(elsewhere, 'only now')).toMatchObject({ from: 'Countess' });
  expect(elsewhere.events.all.map(({ event }) => event)).not.toContain('user_updated');
  const messages = await api.page(wrote);
  expect(messages.map(({ user }) => user.displayName)).toEqual(['Countess']);
});

test('is allowed so often an hour, and one that was refused does not count', async () => {
  const { token } = await new CommunityApi(server.url).register('bob1');
  const api = new CommunityApi(server.url, token);
  expect((await rename(api, 'Guest')).status).toBe(400);
  for (let i = 1; i <= RENAMES_MAX; i++) expect((await rename(api, `Bob ${i}`)).status).toBe(204);
  expect((await rename(api, 'Once more')).status).toBe(429);
  await using client = await CommunityClient.open(server.url, { token });
  client.sendText('!name Once more');
  expect(await client.rejection()).toBe('Rate limit exceeded');
  const { token: other } = await new CommunityApi(server.url).register('cid1');
  expect((await rename(new CommunityApi(server.url, other), 'Cid 1')).status).toBe(204);
  clock.advance(3_600_000);
  expect((await rename(api, 'Once more')).status).toBe(204);
});
