import { afterAll, beforeAll, expect, test } from 'vitest';
import { FrameClient } from '../src/testing/frame-client.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { ServerProcess } from './support/server-process.ts';

/** Percent signs that begin no byte, or bytes that are no UTF-8. */
const UNDECODABLE = ['%', '%z', '%zz', 'a%2', '%ff', '%c3%28', '%ED%A0%80'];

const API_KEY = 'sk_test_1234567890abcdef';
const ADMIN_KEY = 'an-operator-key-of-this-test';

const stack = new AsyncDisposableStack();
let server: ServerProcess;
beforeAll(async () => {
  const directory = stack.use(await tempDirectory());
  server = stack.use(
    await ServerProcess.start({ data: directory.path, env: { KOINE_ADMIN_KEY: ADMIN_KEY } }),
  );
});
afterAll(() => stack.disposeAsync());

/** Each answers in its own form, from the program that users start. */
const CALLS = {
  '/rooms/': { error: expect.any(String) },
  '/users/': { error: expect.any(String) },
  '/api/v1/rooms/': { error_code: 'RESOURCE_NOT_FOUND', status_code: 404 },
  '/api/admin/rooms/': { error: expect.any(String) },
};

test.each(Object.entries(CALLS))(
  'GET %s… with a path that cannot be decoded is 404',
  async (path, body) => {
    for (const text of UNDECODABLE) {
      const headers = { 'x-api-key': API_KEY, 'x-admin-key': ADMIN_KEY };
      const answer = await fetch(`${server.url}${path}${text}`, { headers });
      expect(await answer.json(), text).toMatchObject(body);
      expect(answer.status, text).toBe(404);
    }
  },
);

test.each([
  ['/ws/chat/', 1008, 'Client id is not URL-encoded'],
  ['/ws/', 4002, 'Room not found'],
])('WebSocket %s… with a path that cannot be decoded is closed', async (path, code, reason) => {
  for (const text of UNDECODABLE) {
    await using client = await FrameClient.open(`${server.wsUrl}${path}${text}?token=${API_KEY}`);
    expect(await client.closed, text).toEqual({ code, reason });
  }
});
