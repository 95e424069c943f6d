/** Storage that cannot be used is said clearly, at the start and at run time, in each protocol's words; nothing acknowledged is lost. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkIntegrity } from '../src/storage/index.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { textsOf, waitForText } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { type DiskSpace, fileSizeLimit, smallDisk } from './support/full-disk.ts';
import { ServerProcess } from './support/server-process.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

let directory: Awaited<ReturnType<typeof tempDirectory>>;
let data = '';
let file = '';
beforeEach(async () => {
  directory = await tempDirectory();
  data = directory.path;
  file = join(data, 'koine.db');
});
afterEach(() => directory[Symbol.asyncDispose]());

/** A database with a few messages in it, not in use. */
async function givenDatabase(): Promise<void> {
  await using server = await ServerProcess.start({ data });
  const api = new PlatformApi(server.url);
  for (let i = 0; i < 50; i++) await api.post(SANDBOX_ROOM, 'user_123', `${i} ${'x'.repeat(2000)}`);
  server.kill('SIGTERM');
  expect(await server.exit).toMatchObject({ code: 0 });
}

/** What a server says that does not start: one line, no stack. */
async function rejection(): Promise<string> {
  await using server = await ServerProcess.spawn({ data });
  expect(await server.exit).toEqual({ code: 1, signal: null });
  expect(await server.stdout).toBe('');
  const text = await server.stderr;
  expect(text).toMatch(/^koine: [^\n]+\n$/);
  return text;
}

describe('a start on a file that is not a whole Koine database says so and changes nothing', () => {
  test.each([
    ['no database', 'just some text, long enough to be a header '.repeat(5), /is not a database/],
    ['an empty file', '', /is empty/],
    ['the beginning of one', 'SQLite format 3\0', /is not a database/],
  ])('%s', async (_, content, words) => {
    writeFileSync(file, content);
    expect(await rejection()).toMatch(words);
    expect(readFileSync(file, 'latin1')).toBe(content);
  });

  test('another program’s database', async () => {
    const db = new DatabaseSync(file);
    db.exec('create table messages (id integer primary key, text text) strict');
    db.close();
    const before = readFileSync(file);
    expect(await rejection()).toMatch(/is a database of another program, not of Koine/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a newer Koine’s database', async () => {
    await givenDatabase();
    const db = new DatabaseSync(file);
    db.exec("insert into koine_migrations values (999, 'tomorrow', 'x', 0)");
    db.close();
    const before = readFileSync(file);
    expect(await rejection()).toMatch(/was written by a newer Koine/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([
    ['overwritten from its second page on', (size: number) => overwrite(4096, size - 4096)],
    ['overwritten in its schema', () => overwrite(100, 3996)],
    ['cut off in the middle', (size: number) => truncateSync(file, Math.floor(size / 8192) * 4096)],
  ])('a database %s', async (_, damage) => {
    await givenDatabase();
    damage(readFileSync(file).length);
    const before = readFileSync(file);
    expect(await rejection()).toMatch(/is damaged/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a directory where the database should be', async () => {
    mkdirSync(file);
    expect(await rejection()).toMatch(/cannot be made or written/);
  });

  function overwrite(from: number, length: number): void {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, from, from + length);
    writeFileSync(file, bytes);
  }
});

describe('a start on a directory that cannot be written says so', () => {
  test('a part of the path is a file', async () => {
    writeFileSync(file, '');
    data = join(file, 'data');
    expect(await rejection()).toMatch(/^koine: cannot write .*--data$/m);
  });

  test('a disk that is read-only', async (context) => {
    await givenDatabase();
    using disk = readOnly(data);
    if (disk === null) return context.skip('mounting is not allowed here');
    expect(await rejection()).toMatch(/cannot be made or written .*--data/);
  });

  test('a disk that is full', async (context) => {
    using disk = smallDisk(data, 1);
    if (disk === null) return context.skip('mounting is not allowed here');
    writeFileSync(join(data, 'secrets.json'), '{"secret":"a-secret","adminKey":"an-admin-key"}');
    disk.take();
    expect(await rejection()).toMatch(/is full .*Make room and start again/);
    disk.giveBack();
    await using server = await ServerProcess.start({ data });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

/** The document's own words where it has some; the platform's frames and both REST forms say it in their own way. */
const AWAY = 'Storage is unavailable, try again later';

const KINDS: Record<string, (pid: number) => DiskSpace | null> = {
  'a small disk that fills up': () => smallDisk(data, 6),
  'a limit on the size of files': (pid) => fileSizeLimit(data, pid),
};

describe('when the disk is full', () => {
  test.for(Object.entries(KINDS))(
    'each protocol says so, reading goes on, and all is well when there is room again: %s',
    async ([kind, make], context) => {
      // A disk is mounted before the server begins to use it, a limit is set to a server that runs.
      const isMount = kind.includes('disk');
      const early = isMount ? make(0) : null;
      using _early = early;
      await using server = await ServerProcess.start({ data, settings: ONE_ROOM });
      const space = early ?? make(server.child.pid ?? 0);
      if (space === null || (isMount && early === null))
        return context.skip(`${kind} cannot be made here`);
      const acknowledged = await throughAFullDisk(server, space);

      server.kill('SIGTERM');
      expect(await server.exit).toEqual({ code: 0, signal: null });
      expect(await checkIntegrity({ directory: data })).toEqual([]);
      await using again = await ServerProcess.start({ data, settings: ONE_ROOM });
      const history = await new PlatformApi(again.url).history(SANDBOX_ROOM);
      const texts = history.map(({ content }) => content);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of acknowledged) expect(texts).toContain(text);
    },
  );
});

async function throughAFullDisk(server: ServerProcess, space: DiskSpace): Promise<string[]> {
  const { url, wsUrl } = server;
  const guest = await new CommunityApi(url).guest();
  const lobby = await LobbyClient.enter(wsUrl, 'lena');
  const wall = await ReactionsClient.enter(wsUrl);
  const community = await CommunityClient.enter(url, MEETING_UID, { token: guest.token });
  const platform = await PlatformClient.enter(wsUrl, 'paul');
  const watching = await PlatformClient.enter(wsUrl, 'wanda');
  const anna = await DirectClient.enter(url, 'anna', 'ben');
  const everyone = [lobby, wall, community, platform, watching, anna];
  await using _everyone = together(everyone);
  const api = new PlatformApi(url);
  const communityApi = new CommunityApi(url, guest.token);
  const { id } = await platform.post('before');
  await anna.post('before');

  space.take();
  // What is free inside the database is used up first.
  const acknowledged = ['before'];
  for (let i = 0; ; i++) {
    const text = `${i} ${'x'.repeat(3900)}`;
    const isStored = await platform.post(text).then(
      () => true,
      () => false,
    );
    if (!isStored) break;
    acknowledged.push(text);
  }

  lobby.sendText('refused');
  expect(await lobby.rejection()).toBe(AWAY);
  wall.sendText('refused');
  expect(await wall.rejection()).toBe(AWAY);
  wall.react(id, '👍');
  expect(await wall.rejection()).toBe(AWAY);
  community.sendText('refused');
  expect(await community.rejection()).toBe(AWAY);
  anna.sendText('refused');
  expect(await anna.rejection()).toBe(AWAY);
  platform.send('message', { content: 'refused', client_key: 'refused' });
  expect(
    await platform.frames.next((one) => one.type === 'error' && one.data.ref === 'refused'),
  ).toMatchObject({ data: { code: 'SERVICE_UNAVAILABLE', message: AWAY } });
  platform.send('edit', { message_id: id, content: 'refused' });
  expect(
    await platform.frames.next((one) => one.type === 'error' && one.data.ref === id),
  ).toMatchObject({ data: { code: 'SERVICE_UNAVAILABLE' } });
  const draft = { sender_id: 'user_123', content: 'refused' };
  expect(await api.call('POST', `/rooms/${SANDBOX_ROOM}/messages`, draft)).toMatchObject({
    status: 503,
    body: { error_code: 'SERVICE_UNAVAILABLE', detail: AWAY, status_code: 503 },
  });
  const post = { room: MEETING_UID, message: 'refused' };
  expect(await communityApi.call('POST', '/messages', post)).toEqual({
    status: 503,
    body: { error: AWAY },
  });
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toEqual({ error: AWAY });

  // What needs no writing goes on: reading, coming and going, typing.
  expect((await api.page(SANDBOX_ROOM)).data.length).toBeGreaterThan(0);
  expect((await communityApi.page(MEETING_UID)).length).toBeGreaterThan(0);
  expect((await anna.fetch(10, 0)).map(({ body }) => body)).toEqual(['before']);
  await using newcomer = await LobbyClient.enter(wsUrl, 'newcomer');
  await lobby.frames.next(
    (one) => one.type === 'system' && one.message === 'newcomer has joined the chat',
  );
  await using replayed = await ReactionsClient.enter(wsUrl);
  await waitForText(replayed, 'before');
  platform.send('typing', { is_typing: true });
  await watching.frames.next(({ type }) => type === 'typing');

  space.giveBack();
  for (const client of [lobby, wall, community, platform]) {
    const text = `${client.protocol}, after`;
    client.sendText(text);
    await waitForText(client, text);
    await waitForText(newcomer, text);
    acknowledged.push(text);
  }
  await anna.post('after');
  expect((await anna.fetch(10, 0)).map(({ body }) => body)).toEqual(['before', 'after']);
  // Storage is probed once a second at most: until then calls get the answer of the last probe.
  await expect.poll(async () => (await fetch(`${url}/health`)).status).toBe(200);
  // Nobody was shown what was refused.
  for (const client of everyone) expect(textsOf(client)).not.toContain('refused');
  return acknowledged;
}

function readOnly(path: string): Disposable | null {
  if (spawnSync('mount', ['--bind', '-o', 'ro', path, path]).status !== 0) return null;
  return { [Symbol.dispose]: () => spawnSync('umount', [path]) };
}
