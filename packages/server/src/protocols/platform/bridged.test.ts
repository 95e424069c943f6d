import { afterAll, beforeAll, expect, test } from 'vitest';
import { FrameClient } from '../../testing/frame-client.ts';
import { sendText } from './testing/people.ts';
import { nextOf, type PlatformServer, startPlatform } from './testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('lobby and platform clients of a bridged room see each other', async () => {
  const room = await platform.makeRoom({ bridged: true });
  const { body } = await platform.call(`GET /rooms/${room}`);
  await using john = await platform.enter('user_123', room);
  const url = `${platform.server.wsUrl}/ws/chat/bob?room=${body.data.uid}`;
  await using bob = await FrameClient.open(url);
  expect((await nextOf(john, 'user_joined')).data).toMatchObject({
    user_id: 'lobby:bob',
    user_name: 'bob',
    meta: { role: null },
  });
  await bob.next();
  bob.send({ message: 'from the lobby' });
  expect((await nextOf(john, 'message')).data).toMatchObject({
    sender_id: 'lobby:bob',
    sender_name: 'bob',
    content: 'from the lobby',
    meta: {},
  });
  await nextOf(bob, 'message');
  await sendText(john, 'from the app');
  expect(await nextOf(bob, 'message')).toMatchObject({
    sender: 'John Doe',
    message: 'from the app',
  });
});

test('a room that is not bridged is out of reach', async () => {
  const { body } = await platform.call('POST /rooms', { body: { name: 'Own' } });
  const url = `${platform.server.wsUrl}/ws/chat/bob?room=${body.data.uid}`;
  await using bob = await FrameClient.open(url);
  expect((await bob.closed).code).toBe(1008);
});
