import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { FrameClient } from '../src/testing/frame-client.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { cli } from './support/cli.ts';
import { type KoineResult, koine } from './support/koine.ts';
import { openTestCore } from './support/test-core.ts';

describe('koine admin, where no server runs', () => {
  it('makes an app whose key opens the server that is started later, and rotates it', async () => {
    await using directory = await tempDirectory();
    const data = ['--data', directory.path];
    const made = await json(
      koine(['admin', 'create', 'app', 'My app', '--id', 'my', ...data, '--json']),
    );
    expect(made).toEqual({ id: 'my', name: 'My app', key: expect.stringMatching(/^sk_live_/) });
    const more = await json(cli(['admin', 'create', 'key', 'my', ...data, '--json']));
    const rotated = await json(
      cli(['admin', 'rotate', 'key', 'my', '--grace=1s', ...data, '--json']),
    );
    await using server = await startTestServer({ data: directory.path });
    expect(await appOf(server, rotated.key)).toBe('My app');
    const again = await cli(
      ['admin', 'create', 'app', 'Other', '--id', 'my', ...data],
      withKeyOf(server),
    );
    expect(again).toEqual({ code: 1, stdout: '', stderr: 'koine: Already exists\n' });
    expect([made.key === more.key, more.key === rotated.key]).toEqual([false, false]);
  });

  it('registers a root user, with a password that is generated or given on standard input', async () => {
    await using directory = await tempDirectory();
    const data = ['--data', directory.path];
    const create = ['admin', 'create', 'account'];
    const root = await json(cli([...create, 'root', '--role', 'root', ...data, '--json']));
    const stdin = 'correct horse\n';
    const given = await koine([...create, 'anna', '--name', 'Anna', '--password-stdin', ...data], {
      stdin,
    });
    expect(given).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Account anna created\.\n {2}id {8}\S{12}\n$/),
    });
    await using server = await startTestServer({ data: directory.path });
    const signedIn = await login(server, 'root', root.password);
    expect(signedIn).toMatchObject({
      user: { displayName: 'root', roles: expect.arrayContaining(['root']) },
    });
    expect(await login(server, 'anna', 'correct horse')).toMatchObject({
      user: { displayName: 'Anna' },
    });
  });

  it('gives an account that is there other roles and another password', async () => {
    await using directory = await tempDirectory();
    const data = ['--data', directory.path];
    await cli(['admin', 'create', 'account', 'anna', ...data]);
    const set = (...words: string[]) => cli(['admin', 'set', ...words, ...data]);
    expect((await set('roles', 'anna', '--role', 'root')).stdout).toBe(
      'Account anna has the roles: root.\n',
    );
    const { password } = await json(cli(['admin', 'set', 'password', 'anna', ...data, '--json']));
    {
      await using server = await startTestServer({ data: directory.path });
      expect(await login(server, 'anna', password)).toMatchObject({
        user: { roles: expect.arrayContaining(['root']) },
      });
    }
    expect((await set('roles', 'anna')).stdout).toBe('Account anna has no role.\n');
    const stdin = 'a battery staple\n';
    const given = await cli(['admin', 'set', 'password', 'anna', '--password-stdin', ...data], {
      stdin,
    });
    expect(given.stdout).toBe('Account anna has another password. Sign-ins ended: 1.\n');
    expect(await set('roles', 'nobody')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'koine: User not found\n',
    });
    await using server = await startTestServer({ data: directory.path });
    expect(await login(server, 'anna', 'a battery staple')).toMatchObject({
      user: { roles: expect.not.arrayContaining(['root']) },
    });
  });

  it('makes users and rooms', async () => {
    await using directory = await tempDirectory();
    const data = ['--data', directory.path];
    const user = await cli(['admin', 'create', 'user', 'u1', '--name', 'User One', ...data]);
    expect(user.stdout).toBe('User u1 ("User One") of app default created.\n');
    const room = await cli([
      'admin',
      'create',
      'room',
      'The den',
      '--uid',
      'den',
      '--private',
      ...data,
    ]);
    expect(room.stdout).toMatch(
      /^Room "The den" \(private\) of app default created\.\n {2}id {3}[0-9a-f-]{36}\n {2}uid {2}den\n$/,
    );
    const taken = await cli(['admin', 'create', 'room', 'Other', '--uid', 'den', ...data]);
    expect(taken).toEqual({ code: 1, stdout: '', stderr: 'koine: Already exists\n' });
    const nowhere = await cli(['admin', 'create', 'user', 'u1', '--app', 'none', ...data]);
    expect(nowhere.stderr).toBe('koine: There is no app none\n');
  });

  it('says so where there is no database, and makes none', async () => {
    await using directory = await tempDirectory();
    const data = join(directory.path, 'typo');
    for (const what of [['ban', 'x'], ['check'], ['rotate', 'key', 'x']]) {
      expect(await cli(['admin', ...what, '--data', data])).toEqual({
        code: 1,
        stdout: '',
        stderr: `koine: there is no Koine database in ${data}; name its directory with --data\n`,
      });
    }
  });
});

describe('koine admin, where a server runs', () => {
  it('bans at once those who are connected, until the ban is lifted', async () => {
    await using server = await startTestServer();
    const data = ['--data', server.config.data];
    const url = `${server.wsUrl}/ws/chat/mallory`;
    await using mallory = await FrameClient.open(url);
    await mallory.next();
    const ban = ['ban', 'lobby:mallory', '--room', 'lobby', '--for', '2h 30m', '--reason', 'spam'];
    const banned = await koine(['admin', ...ban, ...data], withKeyOf(server));
    expect(banned).toMatchObject({ code: 0, stderr: '' });
    expect(banned.stdout).toMatch(/^user:lobby:mallory is banned in room \S+ until \S+Z\.\nNobody/);
    expect((await mallory.closed).code).toBe(1008);
    await using refused = await FrameClient.open(url);
    expect((await refused.closed).code).toBe(1008);
    const lift = ['unban', 'lobby:mallory', '--room', 'lobby'];
    expect(await cli(['admin', ...lift, ...data], withKeyOf(server))).toMatchObject({ code: 0 });
    await using back = await FrameClient.open(url);
    expect(await back.next()).toMatchObject({ message: 'Welcome to the chat, mallory!' });
    const twice = await cli(['admin', ...lift, ...data], withKeyOf(server));
    expect(twice).toEqual({ code: 1, stdout: '', stderr: 'koine: No such ban\n' });
  });

  it('bans an address from the whole app, however it is written', async () => {
    await using server = await startTestServer();
    const data = ['--data', server.config.data];
    await using visitor = await FrameClient.open(`${server.wsUrl}/ws/chat/visitor`);
    await visitor.next();
    const six = await json(
      cli(['admin', 'ban', '--ip', '2001:DB8:0:0::1', ...data, '--json'], withKeyOf(server)),
    );
    expect(six).toMatchObject({ target: 'ip:2001:db8::1', roomId: null, until: null });
    const mute = await cli(['admin', 'mute', '--ip', '127.0.0.1', ...data], withKeyOf(server));
    expect(mute.stdout).toBe('ip:127.0.0.1 is muted in app default permanently.\n');
    visitor.send({ message: 'hello' });
    expect(await visitor.next()).toMatchObject({ type: 'error' });
    await cli(['admin', 'ban', '--ip', '127.0.0.1', ...data], withKeyOf(server));
    expect((await visitor.closed).code).toBe(1008);
  });

  it('is refused with another operator key, and says what to do', async () => {
    await using server = await startTestServer();
    const args = ['admin', 'create', 'app', 'x', '--data', server.config.data];
    const refused = await cli(args, { env: { KOINE_ADMIN_KEY: 'another' } });
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: `koine: the server at ${server.url} has another operator key; give this command the server's configuration (KOINE_ADMIN_KEY, --config)\n`,
    });
  });

  it('says that the data directory is in use when its holder cannot be reached', async () => {
    await using directory = await tempDirectory();
    await using _holder = await openTestCore(directory.path);
    // Left behind by a server that was killed.
    const stale = { urls: ['http://127.0.0.1:9'], pid: 1 };
    await writeFile(join(directory.path, 'server.json'), JSON.stringify(stale));
    const refused = await cli(['admin', 'create', 'app', 'x', '--data', directory.path]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^koine: Another Koine server uses the data directory /);
  });

  it('checks the database meanwhile, and finds what is wrong with it', async () => {
    await using directory = await tempDirectory();
    {
      await using server = await startTestServer({ data: directory.path });
      await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/anna`);
      await client.next();
      client.send({ message: 'hello' });
      await client.next();
      const sound = await cli(['admin', 'check', '--data', directory.path]);
      expect(sound).toEqual({
        code: 0,
        stdout: `No problems found in ${directory.path}.\n`,
        stderr: '',
      });
    }
    using db = new DatabaseSync(join(directory.path, 'koine.db'));
    db.exec('delete from messages');
    const broken = await koine(['admin', 'check', '--data', directory.path, '--json']);
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout).problems).toContainEqual(
      expect.stringContaining('has 0 messages, not 1'),
    );
  });
});

function withKeyOf(server: TestServer) {
  return { env: { KOINE_ADMIN_KEY: server.config.adminKey } };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
async function json(running: Promise<KoineResult>): Promise<any> {
  const { code, stdout, stderr } = await running;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

async function appOf(server: TestServer, key: string): Promise<unknown> {
  const headers = { 'x-api-key': key };
  const answer = await fetch(`${server.url}/api/v1/clients/me`, { headers });
  const { data } = JSON.parse(await answer.text());
  return data.name;
}

async function login(server: TestServer, username: string, password: string): Promise<unknown> {
  const answer = await fetch(`${server.url}/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return answer.json();
}
