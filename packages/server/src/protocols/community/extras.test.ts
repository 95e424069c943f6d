import { DEFAULT_APP_ID } from '@koine/contract';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { EventClient } from '../../testing/event-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { CLIENT_ACKS, ErrorAck } from './schema.ts';
import {
  type Account,
  enter,
  join,
  makeRoom,
  QUICK,
  register,
  rejection,
  signIn,
} from './testing/api.ts';
import { CLIENT_VECTORS } from './testing/vectors.ts';

const EXTRAS = ['typing', 'react', 'editMessage', 'deleteMessage'] as const;
const NO_MESSAGE = { error: 'No such message exists!', code: 'messageNotFound' };
const FORBIDDEN = { error: 'You may not do this', code: 'forbidden' };

let clock: ManualClock;
let server: TestServer;
let owner: Account;
let other: Account;
let uid: string;
beforeAll(async () => {
  clock = new ManualClock();
  server = await startTestServer({ settings: QUICK, clock });
  owner = await register(server, 'owner');
  other = await register(server, 'other');
  uid = await makeRoom(owner);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Says something as `account`; its id. */
async function sendText(account: Account, message: string, room = uid): Promise<number> {
  return (await account.api.post('/messages', { room, message })).body.result;
}

/** A good payload of each event about that message. */
const good = (id: number) => ({
  typing: { typing: true },
  react: { id, emoji: '👍' },
  editMessage: { id, text: 'better' },
  deleteMessage: { id },
});

describe('each of them', () => {
  test.each(EXTRAS)('%s needs a login, then a room', async (event) => {
    const payload = good(await sendText(owner, 'here'))[event];
    await using client = await EventClient.open(server.url);
    const refused = { error: 'Error: Unauthorized. Login first', code: 'unauthorized' };
    expect(await client.ask(event, payload)).toEqual(refused);
    await signIn(client, other);
    const roomless = { error: 'Not in any rooms at the moment', code: 'invalidInput' };
    expect(await client.ask(event, payload)).toEqual(roomless);
  });

  test.each(EXTRAS)('%s refuses what is malformed, in the acknowledgement', async (event) => {
    const id = await sendText(owner, 'here');
    const rejections = Compile(ErrorAck);
    await using client = await enter(server, owner, uid);
    for (const payload of CLIENT_VECTORS[event].invalid) {
      const isObject = typeof payload === 'object' && payload !== null;
      const ack = await client.ask(
        event,
        isObject && 'id' in payload && payload.id === 1 ? { ...payload, id } : payload,
      );
      expect(rejections.Check(ack), JSON.stringify([payload, ack])).toBe(true);
    }
    expect(client.pending).toEqual([]);
  });

  test.each(EXTRAS)('%s is acknowledged as the API spec says', async (event) => {
    const id = await sendText(owner, 'here');
    await using client = await enter(server, owner, uid);
    const ack = await client.ask(event, good(id)[event]);
    expect(Compile(CLIENT_ACKS[event]).Check(ack), JSON.stringify(ack)).toBe(true);
  });

  test('is refused by system where no acknowledgement is asked for', async () => {
    await using client = await enter(server, other, uid);
    client.emit('react', { id: 999_999, emoji: '👍' });
    expect(await client.next('system')).toEqual(rejection('No such message exists!'));
  });

  test.each(['react', 'editMessage', 'deleteMessage'] as const)(
    '%s knows no message of another room, and none that there is not',
    async (event) => {
      const elsewhere = await sendText(owner, 'elsewhere', await makeRoom(owner));
      await using client = await enter(server, owner, uid);
      for (const id of [elsewhere, 999_999, Number.MAX_SAFE_INTEGER, 1e300])
        expect(await client.ask(event, good(id)[event])).toEqual(NO_MESSAGE);
    },
  );

  test.each(EXTRAS)(
    '%s counts against what one socket may ask in a minute, but for typing',
    async (event) => {
      const limits = { ...QUICK.limits, communityMessagesPerMinute: 3, framesFactor: 1 };
      await using small = await startTestServer({ settings: { limits }, clock });
      const account = await register(small);
      const room = await makeRoom(account);
      const id = (await account.api.post('/messages', { room, message: 'hi' })).body.result;
      await using client = await enter(small, account, room);
      const answers: unknown[] = [];
      for (let i = 0; i < 5; i++) answers.push(await client.ask(event, good(id)[event]));
      const limited = { error: 'Rate limit exceeded', code: 'rateLimited', retryAfterMs: 60_000 };
      expect(answers[0]).toMatchObject({ error: null });
      expect(answers.at(-1)).toEqual(event === 'typing' ? { error: null } : limited);
    },
  );

  test.each(['typing', 'react', 'editMessage'] as const)(
    '%s is refused to who is banned or muted, with the end of it',
    async (event) => {
      const room = await makeRoom(owner);
      const id = await sendText(other, 'mine', room);
      await using client = await enter(server, other, room);
      await owner.api.post('/bans', { user: other.uid, room, duration: '1h' });
      const until = clock.now() + 3_600_000;
      expect(await client.ask(event, good(id)[event])).toEqual({
        error: 'You are banned from this channel. Your ban will expire in 1 hour',
        code: 'banned',
        until,
      });
      await owner.api.post('/unban', { user: other.uid, room });
      await mute(other, room);
      expect(await client.ask(event, good(id)[event])).toMatchObject({ code: 'muted', until });
    },
  );
});

async function mute(account: Account, room: string): Promise<void> {
  const { id } = await server.core.rooms.findPublic(room);
  const actor = systemActor(DEFAULT_APP_ID);
  const draft = { kind: 'mute', durationMs: 3_600_000, reason: '' } as const;
  await server.core.moderation.sanction(actor, id, { ...draft, target: `user:${account.uid}` });
}

describe('typing', () => {
  test('is sent to everyone in the room, once, until it ends', async () => {
    await using writer = await enter(server, other, uid);
    await using reader = await enter(server, null, uid);
    for (let i = 0; i < 3; i++) await writer.ask('typing', { typing: true });
    const begun = await reader.next('typing_changed');
    expect([begun.typing, begun.user.uid, begun.user.roles]).toEqual([
      true,
      other.uid,
      ['registered'],
    ]);
    await writer.ask('typing', { typing: false });
    clock.advance(1000);
    expect((await reader.next('typing_changed')).typing).toBe(false);
    await writer.ask('typing', { typing: false });
    expect(reader.pending).toEqual([]);
  });

  test('ends by itself, by sending, and by leaving', async () => {
    await using reader = await enter(server, null, uid);
    const ends = async (how: (writer: EventClient) => unknown) => {
      await using writer = await enter(server, other, uid);
      await writer.ask('typing', { typing: true });
      clock.advance(1000);
      expect((await reader.next('typing_changed')).typing).toBe(true);
      await how(writer);
      expect((await reader.next('typing_changed')).typing).toBe(false);
    };
    await ends(() => clock.advance(server.core.limits.typingTimeoutMs));
    await ends((writer) => writer.ask('sendMessage', { text: 'done' }));
    await ends((writer) => writer.ask('sendMessage', { text: '!leave' }));
    await ends((writer) => writer.socket.disconnect());
  });

  test('is sent to newcomers', async () => {
    await using writer = await enter(server, other, uid);
    await writer.ask('typing', { typing: true });
    await using reader = await EventClient.open(server.url);
    reader.emit('join', { uid });
    expect((await reader.next('typing_changed')).user.uid).toBe(other.uid);
  });
});

describe('react', () => {
  test('adds an emoji, and takes it back the second time', async () => {
    const id = await sendText(owner, 'like me');
    await using client = await enter(server, other, uid);
    await using reader = await enter(server, null, uid);
    const added = { error: null, success: true, result: id, action: 'added' };
    expect(await client.ask('react', { id, emoji: '🇪🇺' })).toEqual(added);
    expect(await reader.next('reaction_updated')).toEqual({
      ...{ id, emoji: '🇪🇺', uid: other.uid, action: 'added' },
      reactions: { '🇪🇺': [other.uid] },
    });
    const { body } = await other.api.get(`/rooms/${uid}/messages`);
    expect(body.messages.at(-1).reactions).toEqual({ '🇪🇺': [other.uid] });
    expect(await client.ask('react', { id, emoji: '🇪🇺' })).toMatchObject({ action: 'removed' });
    expect((await reader.next('reaction_updated')).reactions).toEqual({});
  });

  test.each(['', 'a', '👍👍', ' 👍'])('refuses "%s"', async (emoji) => {
    const id = await sendText(owner, 'like me');
    await using client = await enter(server, other, uid);
    const refused = { error: 'invalid emoji', code: 'emojiInvalid' };
    expect(await client.ask('react', { id, emoji })).toEqual(refused);
  });

  test('finds no message that was deleted', async () => {
    const id = await sendText(owner, 'like me');
    await owner.api.delete(`/messages/${id}`);
    await using client = await enter(server, other, uid);
    expect(await client.ask('react', { id, emoji: '👍' })).toEqual(NO_MESSAGE);
  });
});

describe('editMessage', () => {
  test('changes the text for everyone, and lists say so', async () => {
    const id = await sendText(other, 'teh');
    await using client = await enter(server, other, uid);
    await using reader = await enter(server, null, uid);
    clock.advance(5);
    const done = { error: null, success: true, result: id };
    expect(await client.ask('editMessage', { id, text: 'the' })).toEqual(done);
    const received = await reader.next('message_updated');
    expect([received.id, received.message, received.editedAt]).toEqual([id, 'the', clock.now()]);
    const { body } = await other.api.get(`/rooms/${uid}/messages`);
    expect(body.messages.at(-1)).toEqual(received);
    await using late = await EventClient.open(server.url);
    expect((await join(late, uid)).at(-1)).toEqual(received);
  });

  test.each([
    ['', 'Empty text'],
    [' \n', 'Empty text'],
    ['x'.repeat(4001), 'Text too long (max 4000 characters)'],
    ['!purge', 'A message does not become a command'],
  ])('refuses a text that could not be sent', async (text, error) => {
    const id = await sendText(other, 'fine');
    await using client = await enter(server, other, uid);
    expect(await client.ask('editMessage', { id, text })).toMatchObject({ error });
  });

  test('is for the author alone, and not after deletion', async () => {
    const id = await sendText(other, 'mine');
    await using staff = await enter(server, owner, uid);
    expect(await staff.ask('editMessage', { id, text: 'ours' })).toEqual(FORBIDDEN);
    await other.api.delete(`/messages/${id}`);
    await using author = await enter(server, other, uid);
    expect(await author.ask('editMessage', { id, text: 'again' })).toEqual(NO_MESSAGE);
  });
});

describe('deleteMessage', () => {
  test('is for the author and the staff', async () => {
    const [mine, theirs] = [await sendText(other, 'mine'), await sendText(owner, 'theirs')];
    await using author = await enter(server, other, uid);
    await using staff = await enter(server, owner, uid);
    await using reader = await enter(server, null, uid);
    expect(await author.ask('deleteMessage', { id: theirs })).toEqual(FORBIDDEN);
    expect(await staff.ask('deleteMessage', { id: mine })).toMatchObject({ success: true });
    expect(await reader.next('message_deleted')).toEqual({ ids: mine });
    const own = await sendText(other, 'mine too');
    expect(await author.ask('deleteMessage', { id: own })).toMatchObject({ result: own });
  });
});

describe('restriction', () => {
  test('sends a banned or muted user the end, and that it has ended', async () => {
    const room = await makeRoom(owner);
    await using client = await enter(server, other, room);
    await owner.api.post('/bans', { user: other.uid, room, duration: '1h' });
    const until = clock.now() + 3_600_000;
    expect(await client.next('restriction')).toEqual({ kind: 'ban', until });
    await owner.api.post('/unban', { user: other.uid, room });
    expect(await client.next('restriction')).toEqual({ kind: null, until: null });
    await mute(other, room);
    expect(await client.next('restriction')).toEqual({ kind: 'mute', until });
    await using second = await EventClient.open(server.url);
    await signIn(second, other);
    second.emit('join', { uid: room });
    expect(await second.next('restriction')).toEqual({ kind: 'mute', until });
  });

  test('is over by the next message after its time', async () => {
    const room = await makeRoom(owner);
    await using client = await enter(server, other, room);
    await owner.api.post('/bans', { user: other.uid, room, duration: '1h' });
    await client.next('restriction');
    const ack = await client.ask('sendMessage', { text: 'hi' });
    expect(ack).toMatchObject({ code: 'banned', until: clock.now() + 3_600_000 });
    clock.stepWall(3_600_001);
    expect(await client.ask('sendMessage', { text: 'hi' })).toMatchObject({ success: true });
    expect(await client.next('restriction')).toEqual({ kind: null, until: null });
  });
});

test('slow mode says in the acknowledgement how long to wait', async () => {
  const room = await makeRoom(owner);
  await owner.api.patch(`/rooms/${room}`, { slow_mode: 10 });
  await using client = await enter(server, other, room);
  await client.ask('sendMessage', { text: 'first' });
  clock.advance(2_500);
  expect(await client.ask('sendMessage', { text: 'second' })).toEqual({
    error: 'You are sending messages too quickly',
    code: 'slowMode',
    retryAfterMs: 7_500,
  });
});
