import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import { plainActor, systemActor } from './actor.ts';
import { senderOf } from './users.ts';

test('nobody bans root from the app, or themself', async () => {
  await using server = await startTestServer();
  const { users, moderation } = server.core;
  const operator = systemActor(DEFAULT_APP_ID);
  const { user } = await users.register('keeper_of_all', 'correct-horse');
  const root = await users.update(operator, user.id, { roles: ['root'] });
  const ban = { kind: 'ban', durationMs: null, reason: '' } as const;
  const refused = { code: 'forbidden' };
  await expect(
    moderation.sanctionInApp(operator, { ...ban, target: `user:${root.id}` }),
  ).rejects.toMatchObject(refused);
  const asRoot = plainActor(senderOf(root), '127.0.0.1', root.roles);
  await expect(
    moderation.sanctionInApp(asRoot, { ...ban, target: `user:${root.id}` }),
  ).rejects.toMatchObject(refused);
  const other = await users.register('somebody', 'correct-horse');
  await moderation.sanctionInApp(asRoot, { ...ban, target: `user:${other.user.id}` });
});
