import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR } from '../testing/actors.ts';
import { openMemoryCore } from '../testing/memory-core.ts';
import { plainActor, systemActor } from './actor.ts';
import { senderOf } from './users.ts';

let opened: Awaited<ReturnType<typeof openMemoryCore>>;
beforeAll(async () => {
  opened = await openMemoryCore();
});
afterAll(() => opened[Symbol.asyncDispose]());

const PASSWORD = 'correct-horse';
const outcomes = async (attempts: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(attempts)).map((one) =>
    one.status === 'fulfilled' ? 'taken' : one.reason.code,
  );

test('of two who ask at once for usernames that look alike one gets theirs', async () => {
  const { users } = opened.core;
  const done = await outcomes([
    users.register('pauI_one', PASSWORD),
    users.register('paul_one', PASSWORD),
  ]);
  expect(done.toSorted()).toEqual(['taken', 'usernameTaken']);
});

test('of a username and a display name that look alike, asked for at once, one is taken', async () => {
  const { users } = opened.core;
  const { user } = await users.register('somebody', PASSWORD);
  const actor = plainActor(senderOf(user), '127.0.0.1');
  const done = await outcomes([
    users.register('nadine.x', PASSWORD),
    users.update(actor, user.id, { displayName: 'Νadine.x' }),
  ]);
  // A display name several people may have, so anyone who comes first with that keeps it.
  expect(done.filter((one) => one === 'taken').length).toBeGreaterThan(0);
  expect(['taken', 'usernameTaken']).toContain(done[1]);
  await users.update(actor, user.id, { displayName: 'Somebody' });
  await expect(users.update(actor, user.id, { displayName: 'Νadine.x' })).rejects.toMatchObject({
    code: 'usernameTaken',
  });
});

test('the operator gives a name that looks like another’s all the same', async () => {
  const { users } = opened.core;
  await users.register('olive.one', PASSWORD);
  const account = { username: 'oIive.one', password: PASSWORD, displayName: null, roles: [] };
  expect((await users.createAccount(OPERATOR, account)).username).toBe('oIive.one');
});

test('somebody who is banned everywhere keeps the profile', async () => {
  const { users, moderation, apps } = opened.core;
  const { app } = await apps.create(OPERATOR, 'Shop', 'shop');
  const user = { id: 'eve', displayName: 'Eve', avatarUrl: null, meta: {} };
  const actor = {
    ...plainActor(senderOf(await users.create(systemActor(app.id), user, 'fail')), ''),
    appId: app.id,
  };
  await moderation.sanctionInApp(systemActor(app.id), {
    ...{ kind: 'ban', target: 'user:eve', durationMs: null, reason: '' },
  });
  for (const patch of [{ displayName: 'Adam' }, { avatarUrl: 'https://example.org/adam.png' }])
    await expect(users.update(actor, 'eve', patch)).rejects.toMatchObject({ code: 'banned' });
});
