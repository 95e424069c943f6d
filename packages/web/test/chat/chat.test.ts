import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Account,
  makeRoom,
  QUICK,
  register,
} from '../../../server/src/protocols/community/testing/api.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import {
  bodyOf,
  holding,
  idOf,
  live,
  MemoryTokens,
  openChat,
  texts,
  until,
} from './chat-client.ts';

let server: TestServer;
let owner: Account;
let other: Account;
let room: string;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  other = await register(server, 'other');
});
afterAll(() => server[Symbol.asyncDispose]());

const as = ({ token }: Account) => ({ tokens: new MemoryTokens(token) });
const say = (account: Account, message: string) => account.api.post('/messages', { room, message });

/** A new room, and a chat in it, live. */
async function enterAs(account: Account) {
  room = await makeRoom(owner, 'Tea');
  return live(openChat(server.url, room, as(account)));
}

describe('who opens a chat', () => {
  test('sees the room, its newest messages and who is online, also without an account', async () => {
    room = await makeRoom(owner, 'Tea');
    for (let i = 1; i <= 25; i++) await say(owner, `m${i}`);
    using ada = await live(openChat(server.url, room, as(other)));
    using chat = await live(openChat(server.url, room));
    expect(chat.room.value).toEqual({ uid: room, name: 'Tea', description: '', slowMode: 0 });
    expect(texts(chat)).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 6}`));
    const { people } = await until(chat.online, ({ count }) => count === 1);
    expect(people[0]).toMatchObject({ uid: other.uid, name: other.name, roles: ['registered'] });
    expect([chat.me.value, chat.rights.value.canWrite]).toEqual([null, false]);
    expect(ada.rights.value).toEqual({ canWrite: true, canModerate: false, canOwn: false });
  });

  test('loads older ones until there are none', async () => {
    room = await makeRoom(owner);
    for (let i = 1; i <= 75; i++) await say(owner, `m${i}`);
    using chat = await live(openChat(server.url, room));
    await Promise.all([chat.loadOlder(), chat.loadOlder()]);
    expect([texts(chat)[0], chat.timeline.range.value.hasOlder]).toEqual(['m6', true]);
    expect(await chat.loadOlder()).toEqual({ ok: true, value: undefined });
    expect(texts(chat)).toEqual(Array.from({ length: 75 }, (_, i) => `m${i + 1}`));
    expect(chat.timeline.range.value).toMatchObject({ start: -55, end: 20, hasOlder: false });
  });

  test('learns that there is no such room', async () => {
    using chat = openChat(server.url, 'no-such-room');
    expect(await until(chat.roomStatus, (status) => status !== 'joining')).toBe('notFound');
    expect(chat.notices.value).toEqual([]);
    chat.enter(await makeRoom(owner, 'There'));
    await until(chat.roomStatus, (status) => status === 'joined');
    expect(chat.room.value?.name).toBe('There');
  });

  test('goes from room to room without hearing of the one before', async () => {
    using chat = await enterAs(other);
    const first = room;
    await say(owner, 'in the first');
    await holding(chat, 1);
    room = await makeRoom(owner, 'Second');
    chat.enter(room);
    await owner.api.post('/messages', { room: first, message: 'not for you' });
    await until(chat.roomStatus, (status) => status === 'joined');
    await say(owner, 'in the second');
    expect(await holding(chat, 1)).toEqual(['in the second']);
    chat.send(`!join ${first}`);
    await until(chat.room, (now) => now?.uid === first);
    expect(await holding(chat, 2)).toEqual(['in the first', 'not for you']);
    chat.send('!leave');
    expect(await until(chat.roomStatus, (status) => status !== 'joined')).toBe('none');
  });
});

test('what the server says twice stands there once', async () => {
  using chat = await enterAs(other);
  for (const text of ['!echo a', '!echo b', '!echo b']) chat.send(text);
  await until(chat.outbox, (outbox) => outbox.length === 0);
  expect(chat.notices.value.map(({ text }) => text)).toEqual(['a', 'b']);
});

describe('signing in', () => {
  test('as guest, by registration, by password and by token; and out', async () => {
    room = await makeRoom(owner);
    const tokens = new MemoryTokens();
    using chat = await live(openChat(server.url, room, { tokens, isGuest: true }));
    expect((await until(chat.me, (me) => me !== null))?.roles).toEqual(['guest']);
    expect(tokens.token).not.toBeNull();
    const credentials = { username: 'new.comer', password: 'a password' };
    await chat.signIn({ by: 'registration', ...credentials });
    expect((await until(chat.me, (me) => me?.name === 'new.comer'))?.roles).toEqual(['registered']);
    chat.signOut();
    expect([chat.me.value, tokens.token]).toEqual([null, null]);
    const wrong = await chat.signIn({ by: 'password', ...credentials, password: 'wrong one' });
    expect(wrong).toEqual({
      ok: false,
      error: { code: 'unauthorized', text: 'Invalid credentials' },
    });
    expect(await chat.signIn({ by: 'password', ...credentials })).toMatchObject({ ok: true });
    expect((await until(chat.me, (me) => me !== null))?.name).toBe('new.comer');
    expect(await chat.signIn({ by: 'token', token: owner.token })).toMatchObject({ ok: true });
    expect((await until(chat.me, (me) => me?.uid === owner.uid))?.roles).toContain('owner');
    expect(tokens.token).not.toBe(owner.token);
    expect(await chat.signIn({ by: 'token', token: 'nonsense' })).toMatchObject({ ok: false });
    // What is kept between visits is another one, and stays.
    expect([chat.me.value, chat.notices.value]).toEqual([null, []]);
    expect(tokens.token).not.toBeNull();
  });

  test('follows what another page does', async () => {
    room = await makeRoom(owner);
    const tokens = new MemoryTokens('no good any more');
    using chat = await live(openChat(server.url, room, { tokens }));
    expect([chat.me.value, tokens.token]).toEqual([null, null]);
    tokens.changeElsewhere(other.token);
    await until(chat.me, (me) => me?.uid === other.uid);
    tokens.changeElsewhere(null);
    await until(chat.me, (me) => me === null);
  });

  test('shows a new name everywhere at once', async () => {
    const account = await register(server, 'plain');
    using chat = await enterAs(account);
    await say(account, 'hi');
    await holding(chat, 1);
    expect(await chat.rename('Fancy')).toMatchObject({ ok: true });
    await until(chat.me, (me) => me?.name === 'Fancy');
    const author = chat.timeline.at(0)?.author;
    expect([author?.value.name, chat.online.value.people[0]?.name]).toEqual(['Fancy', 'Fancy']);
    expect(await chat.rename('root')).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
  });
});

describe('a message', () => {
  test('is sent, shown once, edited, reacted to and deleted', async () => {
    using chat = await enterAs(other);
    using reader = await live(openChat(server.url, room, as(owner)));
    expect([chat.send('  \n'), chat.send('\n teh \n')]).toEqual([null, expect.any(String)]);
    expect(await holding(reader, 1)).toEqual([' teh']);
    await until(chat.outbox, (outbox) => outbox.length === 0);
    const id = idOf(chat, ' teh');
    expect(await chat.edit(id, 'the')).toMatchObject({ ok: true });
    const seen = bodyOf(reader, id);
    expect(await until(seen, ({ editedAt }) => editedAt !== null)).toMatchObject({ text: 'the' });
    expect(await reader.edit(id, 'mine')).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(await reader.react(id, '👍')).toMatchObject({ ok: true });
    const held = await until(bodyOf(chat, id), ({ reactions }) => reactions.length > 0);
    expect(held.reactions).toEqual([{ emoji: '👍', uids: [owner.uid] }]);
    await Promise.all([reader.react(id, '👍'), reader.react(id, '👍')]);
    await until(bodyOf(chat, id), ({ reactions }) => reactions.length === 0);
    expect(await reader.react(id, 'no emoji')).toMatchObject({ ok: false });
    expect(seen.value.reactions).toEqual([]);
    expect(await chat.remove(id)).toMatchObject({ ok: true });
    expect(await until(seen, ({ isDeleted }) => isDeleted)).toMatchObject({ text: '' });
    expect([texts(chat), chat.notices.value]).toEqual([['(deleted)'], []]);
  });

  test('that is refused stays, with the reason, and can be retried or taken back', async () => {
    using chat = await enterAs(other);
    const key = chat.send('x'.repeat(4001)) ?? '';
    const [failed] = await until(chat.outbox, ([entry]) => entry?.state === 'failed');
    expect(failed?.error).toMatchObject({
      code: 'contentTooLong',
      text: 'Text too long (max 4000 characters)',
    });
    expect(chat.notices.value).toEqual([]);
    chat.retry(key);
    await until(chat.outbox, ([entry]) => entry?.state === 'failed' && entry !== failed);
    expect(chat.discard(key)).toHaveLength(4001);
    expect(chat.outbox.value).toEqual([]);
  });

  test('of a reader without an account is refused in place', async () => {
    room = await makeRoom(owner);
    using chat = await live(openChat(server.url, room));
    chat.send('hello?');
    const [failed] = await until(chat.outbox, ([entry]) => entry?.state === 'failed');
    expect(failed?.error?.code).toBe('unauthorized');
  });

  test('waits in slow mode, and is sent when its time has come', async () => {
    using chat = await enterAs(other);
    await owner.api.patch(`/rooms/${room}`, { slow_mode: 60 });
    await until(chat.room, (now) => now?.slowMode === 60);
    chat.send('first');
    chat.send('second');
    expect(await holding(chat, 1)).toEqual(['first']);
    await until(chat.slowUntil, (at) => at !== null);
    // That time comes sooner when the room is eased.
    await owner.api.patch(`/rooms/${room}`, { slow_mode: 1 });
    expect(await holding(chat, 2)).toEqual(['first', 'second']);
    await until(chat.outbox, (outbox) => outbox.length === 0);
    await until(chat.slowUntil, (at) => at === null);
  });
});

describe('what others do', () => {
  test('typing is shown until it ends', async () => {
    using chat = await enterAs(other);
    using reader = await live(openChat(server.url, room, as(owner)));
    chat.setTyping(true);
    const [typist] = await until(reader.typing, (people) => people.length > 0);
    expect([typist?.uid, chat.typing.value]).toEqual([other.uid, []]);
    chat.setTyping(false);
    await until(reader.typing, (people) => people.length === 0);
    chat.setTyping(true);
    await until(reader.typing, (people) => people.length > 0);
    chat.send('done');
    await until(reader.typing, (people) => people.length === 0);
  });

  test('is counted as unread while one does not look, from the first on', async () => {
    using chat = await enterAs(other);
    chat.setReading(true);
    await say(owner, 'seen');
    await holding(chat, 1);
    expect(chat.unread.value).toEqual({ count: 0, firstId: null });
    chat.setReading(false);
    await say(other, 'my own');
    await say(owner, 'new 1');
    await say(owner, 'new 2');
    await until(chat.unread, ({ count }) => count === 2);
    await holding(chat, 4);
    const firstId = idOf(chat, 'new 1');
    expect(chat.unread.value.firstId).toBe(firstId);
    chat.setReading(true);
    expect(chat.unread.value).toEqual({ count: 0, firstId });
  });

  test('somebody who reacted is looked up', async () => {
    using chat = await enterAs(other);
    const stranger = await register(server, 'stranger');
    const person = chat.person(stranger.uid);
    expect(person.value).toBeNull();
    expect((await until(person, (found) => found !== null))?.name).toBe(stranger.name);
  });
});

describe('moderation', () => {
  test('by the owner: bans, moderators, slow mode, the name, a purge', async () => {
    using chat = await enterAs(other);
    using boss = await live(openChat(server.url, room, as(owner)));
    expect(boss.rights.value).toEqual({ canWrite: true, canModerate: true, canOwn: true });
    expect(await boss.moderation.setModerator(other.uid, true)).toMatchObject({ ok: true });
    await until(chat.rights, ({ canModerate, canOwn }) => canModerate && !canOwn);
    expect(await boss.moderation.setModerator(other.uid, false)).toMatchObject({ ok: true });
    await until(chat.rights, ({ canModerate }) => !canModerate);
    expect(await boss.moderation.setSlowMode(5)).toMatchObject({ ok: true });
    expect(await boss.moderation.changeRoom({ name: 'Coffee' })).toMatchObject({ ok: true });
    await until(chat.room, (now) => now?.name === 'Coffee' && now.slowMode === 5);
    expect(await chat.moderation.setSlowMode(0)).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    chat.send('soon gone');
    await holding(chat, 1);
    expect(await boss.moderation.purge()).toMatchObject({ ok: true });
    await until(chat.timeline.range, ({ start, end }) => start === end);
  });

  test('a ban acts while one is connected, with its end, and may be lifted', async () => {
    using chat = await enterAs(other);
    using boss = await live(openChat(server.url, room, as(owner)));
    expect(await boss.moderation.banUser(other.uid, 'long', '')).toMatchObject({ ok: false });
    const from = Date.now();
    expect(await boss.moderation.banUser(other.uid, '1h', 'spam')).toMatchObject({ ok: true });
    const ban = await until(chat.ban, (value) => value !== null);
    expect([ban?.kind, chat.rights.value.canWrite, chat.notices.value]).toEqual(['ban', false, []]);
    expect(ban?.text).toMatch(/^You are banned from this channel\. Your ban will expire in /);
    expect(ban?.until).toBeGreaterThanOrEqual(from + 3_600_000);
    expect(ban?.until).toBeLessThanOrEqual(Date.now() + 3_600_000);
    chat.send('let me');
    const [failed] = await until(chat.outbox, ([entry]) => entry?.state === 'failed');
    expect(failed?.error?.code).toBe('banned');
    await say(owner, 'readers read on');
    await holding(chat, 1);
    const bans = await boss.moderation.bans();
    expect(bans.ok && bans.value[0]).toMatchObject({ person: { uid: other.uid }, reason: 'spam' });
    expect(await boss.moderation.unbanUser(other.uid)).toMatchObject({ ok: true });
    await until(chat.ban, (value) => value === null);
    chat.retry(failed?.key ?? '');
    await until(chat.outbox, (outbox) => outbox.length === 0);
    expect(texts(chat)).toEqual(['readers read on', 'let me']);
  });

  test('a short ban is over by itself', async () => {
    using chat = await enterAs(other);
    await owner.api.post('/bans', { user: other.uid, room, duration: '1s' });
    await until(chat.ban, (ban) => ban !== null);
    await until(chat.ban, (ban) => ban === null);
    expect(chat.rights.value.canWrite).toBe(true);
  });

  test('a room that is removed is said to be', async () => {
    using chat = await enterAs(other);
    await owner.api.delete(`/rooms/${room}`);
    expect(await until(chat.roomStatus, (status) => status !== 'joined')).toBe('deleted');
    expect(chat.rights.value.canWrite).toBe(false);
  });
});
