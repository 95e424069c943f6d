import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { openMemoryCore } from '../testing/memory-core.ts';
import { plainActor, systemActor } from './actor.ts';
import { roomDraft } from './rooms.ts';
import { targetOf } from './sanctions.ts';
import { senderOf } from './users.ts';

test('no actor bans root from the app, or themself', async () => {
  await using opened = await openMemoryCore();
  const { users, moderation } = opened.core;
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

test('a moderator bans no moderator of all rooms; the owner does', async () => {
  await using opened = await openMemoryCore();
  const { users, members, moderation, rooms } = opened.core;
  const account = async (name: string) =>
    senderOf((await users.register(name, 'correct-horse')).user);
  const [owner, moderator, keeper] = [
    await account('the_owner'),
    await account('the_mod'),
    await account('keeper_of_all'),
  ];
  const asOwner = plainActor(owner, '127.0.0.1');
  const room = await rooms.create(asOwner, roomDraft('Theirs', { isOwned: true }));
  await members.promote(asOwner, room.id, moderator, 'moderator');
  const draft = {
    kind: 'ban',
    target: targetOf(keeper, DEFAULT_APP_ID),
    durationMs: null,
    reason: '',
  } as const;
  for (const role of ['super_mod', 'admin'] as const) {
    await users.update(systemActor(DEFAULT_APP_ID), keeper.id, { roles: [role] });
    await expect(
      moderation.sanction(plainActor(moderator, '127.0.0.1'), room.id, draft),
    ).rejects.toMatchObject({ code: 'forbidden' });
  }
  await moderation.sanction(asOwner, room.id, draft);
});
