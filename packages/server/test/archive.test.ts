import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_APP_ID } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { plainActor, systemActor } from '../src/core/actor.ts';
import type { Core } from '../src/core/core.ts';
import type { Draft } from '../src/core/messages.ts';
import { roomDraft } from '../src/core/rooms.ts';
import { senderOf } from '../src/core/users.ts';
import { directRoom, OPERATOR } from '../src/testing/actors.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { sendText as sendTextTo } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer } from '../src/testing/test-server.ts';
import { adminClient } from './support/admin-client.ts';
import { cli } from './support/cli.ts';
import { openTestCore } from './support/test-core.ts';

describe('an app that is exported and imported elsewhere', () => {
  it('is the same there: people, rooms, and all that their messages went through', async () => {
    await using from = await tempDirectory();
    await using to = await tempDirectory();
    await fill(from.path);
    const archive = await exported(from.path, '--app', 'acme');
    const imported = await cli(['import', '-', '--data', to.path], { stdin: archive });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(
      /^imported 2 users, 2 rooms, 7 messages, 3 members, 2 bans and mutes; 0 were there already\nApp acme created\. Its key, shown only now: sk_live_\S+\n$/,
    );
    expect(comparable(await exported(to.path, '--app', 'acme'))).toEqual(comparable(archive));
    expect(await cli(['admin', 'check', '--data', to.path])).toMatchObject({ code: 0 });
  });

  it('is read also with what editors and other systems put around and between its lines', async () => {
    await using from = await tempDirectory();
    await using to = await tempDirectory();
    await fill(from.path);
    const archive = await exported(from.path, '--app', 'acme');
    const edited = `\u{feff}${archive.replaceAll('\n', '\r\n')}\r\n \n`;
    const imported = await cli(['import', '-', '--data', to.path], { stdin: edited });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(comparable(await exported(to.path, '--app', 'acme'))).toEqual(comparable(archive));
  });

  it('lets its people sign in with the passwords that they have', async () => {
    await using from = await tempDirectory();
    await using to = await tempDirectory();
    await using source = await openTestCore(from.path);
    const account = { username: 'anna', displayName: 'Anna', roles: ['root'] as const };
    await source.core.admin.createAccount(OPERATOR, { ...account, password: 'correct horse' });
    await source[Symbol.asyncDispose]();
    const archive = await exported(from.path, '--app', 'default');
    await cli(['import', '-', '--data', to.path], { stdin: archive });
    await using target = await openTestCore(to.path);
    const { user } = await target.core.users.login('anna', 'correct horse');
    expect(user).toMatchObject({ username: 'anna', displayName: 'Anna', roles: ['root'] });
    expect(target.core.users.globalRolesOf(DEFAULT_APP_ID, user.id)).toEqual(['root']);
  });

  it('doubles nothing when it is imported again, and is completed by it', async () => {
    await using from = await tempDirectory();
    await using to = await tempDirectory();
    await fill(from.path);
    const archive = await exported(from.path, '--app', 'acme');
    const lines = archive.split('\n');
    const cut = await cli(['import', '-', '--data', to.path], {
      stdin: lines.slice(0, 9).join('\n'),
    });
    expect(cut).toMatchObject({
      code: 1,
      stderr: 'koine: line 10: the archive ends early: lines are missing\n',
    });
    await cli(['import', '-', '--data', to.path], { stdin: archive });
    const once = await exported(to.path, '--app', 'acme');
    expect(comparable(once)).toEqual(comparable(archive));
    const again = await cli(['import', '-', '--json', '--data', to.path], { stdin: archive });
    expect(JSON.parse(again.stdout)).toEqual({
      made: { user: 0, room: 0, message: 0, member: 0, sanction: 0 },
      known: 16,
      notes: [],
      problem: null,
    });
    expect(sameTime(await exported(to.path, '--app', 'acme'))).toBe(sameTime(once));
  });

  it('comes as a copy into another app, beside the original', async () => {
    await using directory = await tempDirectory();
    await fill(directory.path);
    const data = ['--data', directory.path];
    const archive = await exported(directory.path, '--app', 'acme');
    const nowhere = await cli(['import', '-', '--app', 'copy', ...data], { stdin: archive });
    expect(nowhere).toMatchObject({ code: 1, stderr: 'koine: There is no app copy here\n' });
    await cli(['admin', 'create', 'app', 'Copy', '--id', 'copy', ...data]);
    for (const made of [7, 0]) {
      const imported = await cli(['import', '-', '--app', 'copy', '--json', ...data], {
        stdin: archive,
      });
      expect(JSON.parse(imported.stdout)).toMatchObject({ made: { message: made }, problem: null });
    }
    const copy = await exported(directory.path, '--app', 'copy');
    expect(withoutIds(copy)).toEqual(withoutIds(archive));
    expect(sameTime(await exported(directory.path, '--app', 'acme'))).toBe(sameTime(archive));
    expect(await cli(['admin', 'check', ...data])).toMatchObject({ code: 0 });
  });
});

describe('a room that is exported', () => {
  it('brings its messages and the faces of its members, and no account', async () => {
    await using from = await tempDirectory();
    await fill(from.path);
    const archive = await exported(from.path, '--room', 'den');
    const lines = parsed(archive);
    expect(lines.map(({ type }) => type)).toEqual([
      'koine-export',
      'room',
      ...Array.from({ length: 5 }, () => 'message'),
      'user',
      'member',
      'user',
      'member',
      'sanction',
      'end',
    ]);
    const face = { username: null, passwordHash: null, roles: [], meta: {} };
    expect(lines.find(({ type }) => type === 'user')?.user).toMatchObject(face);
  });

  it('goes into the room of the same uid, behind what was said there', async () => {
    await using from = await tempDirectory();
    await using to = await tempDirectory();
    await sendText(from.path, 'lounge', ['one', 'two']);
    await sendText(to.path, 'lounge', ['already here']);
    const archive = await exported(from.path, '--room', 'lounge');
    for (const _ of [1, 2]) await cli(['import', '-', '--data', to.path], { stdin: archive });
    const there = parsed(await exported(to.path, '--room', 'lounge'));
    const messages = there.filter(({ type }) => type === 'message').map(({ message }) => message);
    expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
      [1, 'already here'],
      [2, 'one'],
      [3, 'two'],
    ]);
  });

  it('is received by the clients in the room when it is imported into a running server', async () => {
    await using from = await tempDirectory();
    await sendText(from.path, 'lobby', ['old news', 'older news']);
    const archive = await exported(from.path, '--room', 'lobby');
    await using server = await startTestServer({ settings: { bots: { probability: 1 } } });
    await using listener = await FrameClient.open(`${server.wsUrl}/ws/chat/anna?since=0`);
    await listener.take(2);
    const env = { KOINE_ADMIN_KEY: server.config.adminKey };
    const imported = await cli(['import', '-', '--data', server.config.data], {
      stdin: archive,
      env,
    });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(await listener.take(2)).toMatchObject([
      { message: 'old news' },
      { message: 'older news' },
    ]);
    listener.send({ message: 'fresh' });
    const fresh = await listener.next();
    await using later = await FrameClient.open(`${server.wsUrl}/ws/chat/bob?since=0`);
    const received = (await later.take(5)).slice(2);
    expect(received.map(({ message }) => message)).toEqual(['old news', 'older news', 'fresh']);
    expect(received[2].seq).toBe(fresh.seq);
    expect(await exported(server.config.data, '--room', 'lobby', env)).toContain('fresh');
  });
});

describe('a file that cannot be used', () => {
  it('is named, and nothing is left behind', async () => {
    await using directory = await tempDirectory();
    await sendText(directory.path, 'lounge', ['one']);
    const data = ['--data', directory.path];
    const out = join(directory.path, 'nowhere', 'archive.ndjson');
    const unwritable = await cli(['export', '--room', 'lounge', '--out', out, ...data]);
    expect(unwritable).toMatchObject({ code: 1, stdout: '' });
    expect(unwritable.stderr).toMatch(/^koine: cannot write \S+archive\.ndjson \(ENOENT/);
    const fresh = join(directory.path, 'fresh');
    const unreadable = await cli(['import', out, '--data', fresh]);
    expect(unreadable).toMatchObject({ code: 1, stdout: '' });
    expect(unreadable.stderr).toMatch(/^koine: cannot read \S+archive\.ndjson \(ENOENT/);
    expect(existsSync(fresh)).toBe(false);
    expect(await cli(['export', '--app', 'none', ...data])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'koine: App not found\n',
    });
  });
});

describe('a line that cannot be used', () => {
  it.each([
    ['no JSON', '{"type":"mess', 'it is not JSON'],
    ['an unknown type', '{"type":"poll"}', 'it has no type that an archive knows'],
    [
      'a wrong field',
      (line: string) => line.replace(/"content":"[^"]*"/, '"content":7'),
      'message/content must be string',
    ],
    [
      'an unknown field',
      (line: string) => line.replace('"content"', '"poll":{},"content"'),
      /^message\/poll is not a known field$/,
    ],
    [
      'a message of another room',
      (line: string) => line.replace(/"roomId":"01/, '"roomId":"ff'),
      /^The line of room ff\S+ does not come before this one$/,
    ],
  ])(
    'stops the import with its number; what came before it is in: %s',
    async (_name, spoil, why) => {
      await using from = await tempDirectory();
      await using to = await tempDirectory();
      await sendText(from.path, 'lounge', ['one', 'two', 'three']);
      const lines = (await exported(from.path, '--room', 'lounge')).split('\n');
      const good = lines[3] ?? '';
      const bad = lines.with(3, typeof spoil === 'string' ? spoil : spoil(good));
      const stopped = await cli(['import', '-', '--data', to.path], { stdin: bad.join('\n') });
      expect(stopped.code).toBe(1);
      expect(stopped.stdout).toBe(
        'imported 0 users, 1 room, 1 message, 0 members, 0 bans and mutes; 0 were there already\n',
      );
      expect(stopped.stderr.startsWith('koine: line 4: ')).toBe(true);
      expect(stopped.stderr.slice('koine: line 4: '.length).trimEnd()).toMatch(why);
      expect(await cli(['admin', 'check', '--data', to.path])).toMatchObject({ code: 0 });
      await cli(['import', '-', '--data', to.path], { stdin: lines.join('\n') });
      expect(await exported(to.path, '--room', 'lounge')).toContain('"content":"three"');
    },
  );

  it('is refused by the server as well, with the name of a field that is unknown', async () => {
    await using from = await tempDirectory();
    await sendText(from.path, 'lounge', ['one', 'two']);
    const [header, ...lines] = parsed(await exported(from.path, '--room', 'lounge')).slice(0, -1);
    lines[2].message.sender.surprise = 1;
    await using server = await startTestServer();
    const part = { header, app: null, room: null, lines };
    const refused = await adminClient(server).call('import', part);
    expect(refused).toMatchObject({
      status: 422,
      body: { error: 'lines/2/message/sender/surprise is not a known field' },
    });
  });

  it.each([
    ['', 'line 1: the archive is empty'],
    ['hello', 'line 1: it is not JSON'],
    ['{"type":"user"}', 'line 1: this is no archive of Koine'],
    [
      '{"type":"koine-export","version":2}',
      'line 1: the archive is of version 2, and this Koine reads version 1',
    ],
  ])('is the first one of %j', async (stdin, problem) => {
    await using to = await tempDirectory();
    const refused = await cli(['import', '-', '--data', to.path], { stdin });
    expect(refused).toMatchObject({ code: 1, stderr: `koine: ${problem}\n` });
  });
});

/** Two people, a room of theirs with all that messages can go through, and a direct conversation. */
async function fill(data: string): Promise<void> {
  await using opened = await openTestCore(data);
  const { core } = opened;
  await core.admin.createApp(OPERATOR, 'Acme', 'acme');
  const operator = systemActor('acme');
  const face = { avatarUrl: null, meta: { team: 'red' } };
  const ann = await core.users.create(
    operator,
    { id: 'ann', displayName: 'Ann Ø', ...face },
    'fail',
  );
  const bob = await core.users.create(operator, { id: 'bob', displayName: 'Bob', ...face }, 'fail');
  const [asAnn, asBob] = [ann, bob].map((user) => ({
    ...plainActor(senderOf(user), ''),
    appId: 'acme',
  }));
  if (asAnn === undefined || asBob === undefined) throw new Error('two people');
  const den = await core.rooms.create(asAnn, {
    ...roomDraft('Den', { isOwned: true, meta: { topic: '🦊' }, description: 'x', bridged: true }),
    uid: 'den',
  });
  await core.members.join(asBob, den.id);
  const send = (content: string, more: Partial<Draft> = {}, roomId = den.id) =>
    sendTextTo(core, asAnn, roomId, content, { meta: { n: 1 }, ...more });
  await send('gone');
  await core.messages.purge(operator, den.id);
  const first = await send('first', { clientKey: 'key-1' });
  const edited = await send('draft');
  const deleted = await send('regret');
  await send('zażółć "quoted"\n👩‍👩‍👧');
  await core.messages.edit(asAnn, den.id, edited.id, 'final', 'typo', core.policies.system);
  await core.messages.delete(asAnn, den.id, deleted.id);
  await core.messages.react(asBob, den.id, first.id, '👍');
  await core.messages.react(asAnn, den.id, first.id, '🦊');
  await core.messages.react(asAnn, den.id, first.id, '👍');
  await send('last', { replyTo: first.id });
  await core.members.markRead(asBob, den.id, edited.seq);
  const ban = { kind: 'mute', target: 'user:carl', durationMs: 1e9, reason: 'loud' } as const;
  await core.moderation.sanction(operator, den.id, ban);
  await core.moderation.sanctionInApp(operator, { ...ban, kind: 'ban', durationMs: null });
  const pair = await directRoom(core, 'acme', 'bob', 'ann');
  await send('psst', {}, pair.id);
  await send('hm?', {}, pair.id);
}

/** A public room of the built-in app with so many messages. */
async function sendText(data: string, uid: string, contents: readonly string[]): Promise<void> {
  await using opened = await openTestCore(data);
  const { core } = opened;
  const operator = systemActor(DEFAULT_APP_ID);
  const room = await core.rooms.ensure(operator, { ...roomDraft(uid), uid });
  for (const content of contents) await sendIn(core, room.id, content);
}

async function sendIn(core: Core, roomId: string, content: string): Promise<void> {
  const actor = plainActor(
    { id: 'u', appId: 'default', name: 'U', avatarUrl: null, kind: 'anonymous' },
    '',
  );
  await sendTextTo(core, actor, roomId, content);
}

async function exported(
  data: string,
  scope: '--app' | '--room',
  name: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await cli(['export', scope, name, '--data', data], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^exported /) });
  return stdout;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into lines whose shapes they assert.
function parsed(archive: string): any[] {
  return archive
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function sameTime(archive: string): string {
  return archive.replace(/"exportedAt":\d+/, '');
}

/** What an archive says apart from what an installation gives anew: numbers, and what follows from them. */
function comparable(archive: string): unknown[] {
  const anew = ['number', 'seq', 'changeSeq', 'lastSeq', 'purgedSeq', 'lastReadSeq', 'exportedAt'];
  const times = ['updatedAt'];
  return parsed(archive).map((line) => without(line, [...anew, ...times]));
}

function withoutIds(archive: string): unknown[] {
  const ids = ['id', 'uid', 'roomId', 'appId', 'lastReadId', 'app'];
  // A copy's messages have ids of their own: what one answers is named by its place.
  const messageIds = Array.from(
    archive.matchAll(/"message":\{"id":"([^"]+)"/g),
    ([, id = '']) => id,
  );
  const named = messageIds.reduce(
    (text, id, index) => text.replaceAll(id, `message ${index}`),
    archive,
  );
  return comparable(named).map((line) => without(line, ids));
}

function without(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner) => (keys.includes(key) ? undefined : inner)),
  );
}
