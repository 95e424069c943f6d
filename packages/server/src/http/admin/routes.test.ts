import { describe, expect, it } from 'vitest';
import { ADMIN } from '../../admin/commands.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

describe('/api/admin', () => {
  it('does what the command line does, for holders of the operator’s key', async () => {
    await using server = await startTestServer();
    const made = await call(server, 'create-app', { name: 'Acme', id: 'acme' });
    expect(made).toEqual({
      status: 200,
      body: { id: 'acme', name: 'Acme', key: expect.stringMatching(/^sk_live_\S{43}$/) },
    });
    const again = await call(server, 'create-app', { name: 'Acme', id: 'acme' });
    expect(again).toEqual({ status: 409, body: { error: 'Already exists' } });
    const rotated = await call(server, 'rotate-key', { app: 'acme', graceMs: 0 });
    expect(rotated.body).toEqual({ app: 'acme', key: expect.any(String), graceMs: 0 });
    const keys = [made, rotated].map(({ body }) => server.core.apps.findKey(body.key));
    const found = { app: expect.objectContaining({ id: 'acme' }) };
    expect(await Promise.all(keys)).toEqual([null, expect.objectContaining(found)]);
  });

  it('refuses another key before it reads anything', async () => {
    await using server = await startTestServer();
    for (const key of [null, '', 'wrong', `${server.config.adminKey.slice(0, -1)}X`]) {
      const refused = await call(server, 'create-app', '{', key);
      const error = 'The operator’s key is needed: X-Admin-Key';
      expect(refused).toEqual({ status: 401, body: { error } });
    }
  });

  it('says the code of a rejection in a header, for programs that decide by it', async () => {
    await using server = await startTestServer();
    const headers = { 'content-type': 'application/json', 'x-admin-key': server.config.adminKey };
    const answer = await fetch(`${server.url}/api/admin/user`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ id: 'nobody' }),
    });
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([404, 'userNotFound']);
  });

  it('names what is wrong with the input', async () => {
    await using server = await startTestServer();
    const page = { scope: 'app', appId: 'a', step: 'users', roomIds: ['x'] };
    const rejections = [
      ['create-app', {}, 422, 'The input must have required properties name'],
      ['create-app', { name: 7 }, 422, 'name must be string'],
      ['create-app', { name: ' ' }, 422, 'Invalid name'],
      ['create-app', { name: 'x', id: 'a:b' }, 422, 'Invalid id'],
      ['create-app', { name: 'x', id: 'default' }, 409, 'Already exists'],
      ['create-key', { app: 'none' }, 404, 'App not found'],
      ['create-user', { app: 'none', id: 'x' }, 404, 'There is no app none'],
      ['create-account', { username: 'x' }, 422, 'Invalid username'],
      ['create-account', { username: 'anna', password: 'short' }, 422, 'Invalid password'],
      [
        'create-room',
        { name: 'x', private: true, bridged: true },
        422,
        'Only a public room can be bridged',
      ],
      ['sanction', { kind: 'ban' }, 422, 'Name either a user or an address'],
      [
        'sanction',
        { kind: 'ban', ip: '1.2.3' },
        422,
        '1.2.3 is neither an IP address nor a range of them (203.0.113.0/24)',
      ],
      ['sanction', { kind: 'ban', user: 'x', room: 'none' }, 404, 'Room not found'],
      ['lift', { kind: 'ban', user: 'x' }, 404, 'No such ban'],
      ['begin-export', {}, 422, 'Name either a room or an app'],
      ['begin-export', { app: 'none' }, 404, 'App not found'],
      ['continue-export', { cursor: page }, 422, expect.stringMatching(/^cursor/)],
      ['import', { header: {} }, 422, expect.stringMatching(/^(The input|header)/)],
    ] as const;
    for (const [command, input, status, error] of rejections) {
      const answer = await call(server, command, input);
      expect({ command, input, ...answer }).toEqual({ command, input, status, body: { error } });
    }
    expect(await call(server, 'create-app', '{"name"')).toMatchObject({ status: 400 });
    expect(await call(server, 'frob', {})).toEqual({
      status: 404,
      body: { error: 'There is no such command' },
    });
  });

  it('names a field that a command does not know, of every command, and does nothing', async () => {
    await using server = await startTestServer();
    for (const { name } of Object.values(ADMIN)) {
      const answer = await call(server, name, { surprise: 1 });
      const error = 'surprise is not a known field';
      expect({ name, ...answer }).toEqual({ name, status: 422, body: { error } });
    }
    const misspelt = { name: 'x', uid: 'misspelt', appId: 'sandbox' };
    expect(await call(server, 'create-room', misspelt)).toMatchObject({
      status: 422,
      body: { error: 'appId is not a known field' },
    });
    expect(await call(server, 'room', { room: 'misspelt' })).toMatchObject({ status: 404 });
  });
});

async function call(
  server: TestServer,
  command: string,
  input: unknown,
  key: string | null = server.config.adminKey,
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
): Promise<{ readonly status: number; readonly body: any }> {
  const answer = await fetch(`${server.url}/api/admin/${command}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== null && { 'x-admin-key': key }),
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.json() };
}
