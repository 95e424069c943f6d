import { expect, test } from 'vitest';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer } from '../src/testing/test-server.ts';

test('lobby and reactions in one room receive each other’s messages', async () => {
  await using server = await startTestServer({
    settings: { lobby: { room: 'square' }, reactions: { room: 'square' } },
  });
  await using alice = await FrameClient.open(`${server.wsUrl}/ws/chat/alice`);
  // Of two who come at once either may be let in first.
  expect(await alice.next()).toMatchObject({ online_users: 1 });
  await using bob = await FrameClient.open(`${server.wsUrl}/ws/chat/bob`);
  expect(await alice.next()).toMatchObject({ online_users: 2 });
  await bob.next();
  await using wall = await FrameClient.open(`${server.wsUrl}/ws`);
  await using twin = await FrameClient.open(`${server.wsUrl}/ws`);
  // Both connections of the wall are one user, shown by id until it has a name.
  const joined = await alice.next();
  expect(joined).toMatchObject({ type: 'system', online_users: 3 });
  expect(joined.message).toMatch(/^user_[0-9a-f]{12} has joined the chat$/);
  await bob.next();

  alice.send({ message: 'from the lobby' });
  const inLobby = await bob.next();
  expect(inLobby).toMatchObject({ sender: 'alice', message: 'from the lobby' });
  expect(await alice.next()).toEqual(inLobby);
  const onWall = await wall.next();
  expect(onWall.data).toMatchObject({
    text: 'from the lobby',
    author_id: 'lobby:alice',
    author_name: 'alice',
  });
  expect(await twin.next()).toEqual(onWall);

  wall.send({ type: 'add_reaction', data: { message_id: onWall.data.id, emoji: '👋' } });
  expect(await twin.next()).toMatchObject({ data: { emoji: '👋', action: 'added' } });
  twin.send({ type: 'send_message', data: { text: 'from the wall', author_name: 'Walter' } });
  for (const client of [alice, bob])
    expect(await client.next()).toMatchObject({ sender: 'Walter', message: 'from the wall' });
  expect(await wall.take(2)).toMatchObject([
    { type: 'reaction_updated' },
    { data: { text: 'from the wall', author_name: 'Walter' } },
  ]);

  await wall.close();
  await twin.close();
  expect(await alice.next()).toMatchObject({
    message: joined.message.replace('joined', 'left'),
    online_users: 2,
  });
});
