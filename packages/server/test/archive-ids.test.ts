/** What an id may be in every kind of an archive's lines: a line with any other stops the import, and what came before it is in. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { adminClient } from './support/admin-client.ts';
import { cli } from './support/cli.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const APP = 'default';
const HEADER = {
  type: 'koine-export',
  version: 1,
  scope: 'app',
  app: { id: APP, name: 'x' },
  exportedAt: 0,
};

const SENDER = { id: 'u', appId: APP, name: 'U', avatarUrl: null, kind: 'external' };
const WRONG = ['..', 'a\nb', 'a\0', 'a\ud800'];
/** A member's or a sanction's may be another app's user, behind a line feed. */
const WRONG_LOCAL = ['..', '..\nb', 'a\nb\n7', 'a\0', 'a\ud800'];

type Line = Record<string, unknown>;
/** The kind of line, what is made of it with another id, and the field that is named. */
type Case = readonly [kind: string, field: string, change: (id: string) => Line];

const CASES: readonly Case[] = [
  ['user', 'id', (id) => user({ id })],
  ['user', 'appId', (appId) => user({ appId })],
  ['room', 'appId', (appId) => room(randomUUID(), { appId })],
  ['message', 'sender', (id) => message('', { sender: { ...SENDER, id } })],
  ['message', 'sender', (appId) => message('', { sender: { ...SENDER, appId } })],
  ['message', 'deletedBy', (id) => message('', { deletedBy: { appId: APP, id } })],
  ['message', 'deletedBy', (appId) => message('', { deletedBy: { appId, id: 'a' } })],
  ['message', 'deletedBy', (id) => message('', { deletedBy: id })],
  ['message', 'reactions', (id) => message('', reactedBy({ users: [{ appId: APP, id }] }))],
  ['message', 'reactions', (appId) => message('', reactedBy({ users: [{ appId, id: 'a' }] }))],
  ['message', 'reactions', (id) => message('', reactedBy({ userIds: [id] }))],
  ['sanction', 'id', (id) => sanction({ id })],
  ['sanction', 'appId', (appId) => sanction({ appId })],
  ['sanction', 'byUserId', (byUserId) => sanction({ byUserId })],
  ['room', 'pair', (id) => room(randomUUID(), { kind: 'direct', pair: ['a', id] })],
];

const LOCAL_CASES: readonly Case[] = [
  ['room', 'ownerId', (ownerId) => room(randomUUID(), { ownerId })],
  ['member', 'userId', (userId) => member(userId)],
  ['sanction', 'target', (id) => sanction({ target: `user:${id}` })],
];

const table = (cases: readonly Case[], wrong: readonly string[]) =>
  cases.flatMap(([kind, field, change]) =>
    wrong.map((id) => [kind, field, JSON.stringify(id), change(id)] as const),
  );

describe('an id that nothing may have', () => {
  it.each([...table(CASES, WRONG), ...table(LOCAL_CASES, WRONG_LOCAL)])(
    'stops the import at a %s with its %s %s',
    async (_kind, field, _id, line) => {
      const { made, stopped } = await imported(line);
      expect(stopped).toEqual({ index: 3, why: `Invalid ${field}` });
      expect(made).toMatchObject({ room: 1, message: 2 });
    },
  );

  it('is a key of a sender that is no text, too', async () => {
    const { made, stopped } = await imported(message('', { clientKey: 'a\0\ud800' }));
    expect(stopped).toEqual({ index: 3, why: 'Invalid client_key' });
    expect(made).toMatchObject({ message: 2 });
  });

  it('is a message that another answers, where it is not in the form that messages have', async () => {
    const lines = [room(randomUUID()), message(randomUUID(), { replyTo: 'x'.repeat(100_000) })];
    const part = { header: HEADER, app: null, room: null, lines };
    expect(await adminClient(server).call('import', part)).toMatchObject({
      status: 422,
      body: { error: expect.stringMatching(/^lines\/1\/message\/replyTo must match/) },
    });
  });
});

it('is named by the number of its line, by the command line as well', async () => {
  await using directory = await tempDirectory();
  const lines = [HEADER, ...linesWith(message('', { sender: { ...SENDER, id: '..' } }))];
  const stdin = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const data = ['--data', directory.path];
  const { stdout, stderr } = await cli(['import', '-', ...data], { stdin });
  expect(stderr).toBe('koine: line 5: Invalid sender\n');
  expect(stdout).toMatch(/^imported 0 users, 1 room, 2 messages,/);
});

it.each([
  ['another app’s member', member('acme\nann')],
  ['another app’s muted user', sanction({ target: 'user:acme\nann' })],
  ['what an app or the server deleted', message('', { deletedBy: { appId: '', id: 'system' } })],
  ['an id in any script', message('', { sender: { ...SENDER, id: 'lobby:Zoë 日本語' } })],
])('%s comes in', async (_, line) => {
  expect(await imported(line)).toMatchObject({ stopped: null });
});

async function imported(line: Line) {
  const lines = linesWith(line);
  return adminClient(server).run('import', { header: HEADER, app: null, room: null, lines });
}

/** A room of its own, two messages, and the line in that room. */
function linesWith(line: Line): readonly Line[] {
  const roomId = randomUUID();
  const ofRoom = JSON.parse(
    JSON.stringify(line, (key, value) => (key === 'roomId' ? roomId : value)),
  );
  return [room(roomId), message(roomId), message(roomId), ofRoom];
}

function user(changed: Line): Line {
  const names = { displayName: 'x', avatarUrl: null, username: null, passwordHash: null };
  const times = { createdAt: 0, updatedAt: 0 };
  const same = { id: 'u', appId: APP, kind: 'external', roles: [], meta: {}, ...names, ...times };
  return { type: 'user', user: { ...same, ...changed } };
}

function room(id: string, changed: Line = {}): Line {
  const counts = { memberCount: 0, lastSeq: 0, changeSeq: 0, purgedSeq: 0, slowModeSeconds: 0 };
  const times = { createdAt: 0, updatedAt: 0, lastMessageAt: null };
  const texts = { uid: id.replaceAll('-', ''), name: 'x', description: '', kind: 'public' };
  const whose = { appId: APP, ownerId: null, pair: null, bridged: false, meta: {} };
  return { type: 'room', room: { id, ...counts, ...times, ...texts, ...whose, ...changed } };
}

function message(roomId: string, changed: Line = {}): Line {
  const numbers = { number: 1, seq: 1, changeSeq: 1, createdAt: 0 };
  const text = { sender: SENDER, content: 'x', type: 'text', meta: null, reactions: [] };
  const later = { editedAt: null, editReason: null, deletedAt: null, deletedBy: null };
  const same = { id: randomUUID(), roomId, clientKey: null, ...numbers, ...text, ...later };
  return { type: 'message', message: { ...same, ...changed } };
}

function reactedBy(users: Line): Line {
  return { reactions: [{ emoji: '👍', ...users }] };
}

function member(userId: string): Line {
  const same = { roomId: '', userName: 'x', role: 'member', joinedAt: 0, lastReadSeq: 0 };
  return { type: 'member', member: { ...same, userId }, lastReadId: null };
}

function sanction(changed: Line): Line {
  const same = { id: randomUUID(), kind: 'mute', appId: APP, roomId: null, target: 'user:a' };
  const more = { until: null, reason: '', byUserId: null, createdAt: 0 };
  return { type: 'sanction', sanction: { ...same, ...more, ...changed } };
}
