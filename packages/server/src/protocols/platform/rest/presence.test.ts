import { expect, test } from 'vitest';
import { ROOM, startPlatform } from '../testing/platform-server.ts';

test('who is online, in the exact shape', async () => {
  await using platform = await startPlatform();
  const path = `GET /rooms/${ROOM}/online`;
  const anonymous = await platform.call(path);
  expect(anonymous.body.data).toEqual({ online_users: [], total_online: 0 });
  await using _john = await platform.enter('user_123');
  await using _again = await platform.enter('user_123');
  await using maria = await platform.enter('user_456');
  const { status, body } = await platform.call(`${path}/`);
  expect(status).toBe(200);
  expect(body).toEqual({
    data: { online_users: ['user_123', 'user_456'], total_online: 2 },
    status: 'success',
    timestamp: expect.stringMatching(/Z$/),
  });
  expect(Object.keys(body)).toEqual(['data', 'status', 'timestamp']);
  expect(Object.keys(body.data)).toEqual(['online_users', 'total_online']);
  await maria.close();
  expect((await platform.call(path)).body.data.online_users).toEqual(['user_123']);
});
