import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { PlatformApi } from './clients/rest.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { platformOnlineListedMax: 3 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

test('lists no more than it may, and then says how many there are; below that, exactly the document’s keys', async () => {
  const room = await new PlatformApi(server.url).makeRoom({ name: 'Full' });
  const clients: PlatformClient[] = [];
  const keys = ['status', 'user_id', 'room_id', 'online_users', 'total_participants'];
  for (let count = 1; count <= 5; count++) {
    const client = await PlatformClient.enter(server.wsUrl, `user_${count}`, { roomId: room.id });
    clients.push(client);
    const [welcome] = client.frames.all;
    if (welcome?.type !== 'connection_status') throw new Error('no welcome');
    const listed = ['user_1', 'user_2', 'user_3'].slice(0, count);
    expect(welcome.data.online_users).toEqual(listed);
    expect(welcome.data.online_total).toBe(count > 3 ? count : undefined);
    if (count <= 3) expect(Object.keys(welcome.data)).toEqual(keys);
  }
  const path = `/rooms/${room.id}/online`;
  expect(await new PlatformApi(server.url).ask('GET', path)).toMatchObject({
    data: { online_users: ['user_1', 'user_2', 'user_3'], total_online: 5 },
  });
  const [first, , , last] = clients;
  first?.drop();
  await last?.frames.find((one) => one.type === 'user_left');
  last?.send('get_online_users', {});
  const answer = await last?.frames.next(({ type }) => type === 'connection_status');
  expect(answer).toMatchObject({
    data: { online_users: ['user_2', 'user_3', 'user_4'], online_total: 4 },
  });
  for (const client of clients) await client[Symbol.asyncDispose]();
});
