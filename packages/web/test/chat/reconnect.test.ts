import { cp, rm } from 'node:fs/promises';
import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../../server/src/core/actor.ts';
import {
  type Account,
  Api,
  makeRoom,
  QUICK,
  register,
} from '../../../server/src/protocols/community/testing/api.ts';
import { sendText } from '../../../server/src/testing/messages.ts';
import { tempDirectory } from '../../../server/src/testing/temp-directory.ts';
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
import { startCuttingProxy } from './cutting-proxy.ts';

let directory: Awaited<ReturnType<typeof tempDirectory>>;
let server: TestServer;
let owner: Account;
let other: Account;
beforeAll(async () => {
  directory = await tempDirectory();
  await start(0);
  owner = await register(server, 'owner');
  other = await register(server, 'other');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

async function start(port: number): Promise<void> {
  const settings = { ...QUICK, ports: [port] };
  server = await startTestServer({ data: directory.path, settings });
}

/** The same server again. `meanwhile` may use it where the chats do not find it. */
async function restart(meanwhile: (elsewhere: TestServer) => unknown): Promise<void> {
  const port = Number(new URL(server.url).port);
  await server[Symbol.asyncDispose]();
  const elsewhere = await startTestServer({ data: directory.path, settings: QUICK });
  await meanwhile(elsewhere);
  await elsewhere[Symbol.asyncDispose]();
  await start(port);
}

const at = ({ url }: TestServer, { token }: Account) => new Api(url, token);

const as = ({ token }: Account) => ({ tokens: new MemoryTokens(token) });

describe('a restart of the server', () => {
  test('loses nothing and doubles nothing; what was written offline is sent', async () => {
    const room = await makeRoom(owner);
    using chat = await live(openChat(server.url, room, as(owner)));
    using second = await live(openChat(server.url, room, as(other)));
    chat.send('before');
    await holding(second, 1);
    const states: string[] = [];
    chat.connection.subscribe(({ state }) => states.push(state));
    await restart(async () => {
      const { retryAt } = Object(await until(chat.connection, ({ state }) => state === 'offline'));
      expect(retryAt).toBeGreaterThan(0);
      for (const text of ['offline 1', 'offline 2']) chat.send(text);
      expect(chat.outbox.value.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
      expect(await chat.edit(idOf(chat, 'before'), 'x')).toMatchObject({
        ok: false,
        error: { code: 'offline' },
      });
      expect(await chat.react(idOf(chat, 'before'), '👍')).toMatchObject({ ok: false });
    });
    const all = ['before', 'offline 1', 'offline 2'];
    expect(await holding(second, 3)).toEqual(all);
    expect(await holding(chat, 3)).toEqual(all);
    await until(chat.outbox, (outbox) => outbox.length === 0);
    expect(states).toEqual(expect.arrayContaining(['offline', 'connecting', 'catchingUp', 'live']));
    expect(chat.rights.value.canOwn).toBe(true);
    await until(chat.online, ({ count }) => count === 2);
  });

  test('tells afterwards what has changed meanwhile, in the messages held', async () => {
    const room = await makeRoom(owner);
    using chat = await live(openChat(server.url, room, as(other)));
    for (const text of ['edited', 'deleted', 'liked', 'as it was']) chat.send(text);
    await holding(chat, 4);
    await until(chat.outbox, (outbox) => outbox.length === 0);
    const entry = chat.timeline.at(0);
    const { epoch } = chat.timeline.range.value;
    await restart(async ({ url }) => {
      using second = await live(openChat(url, room, as(other)));
      await second.edit(idOf(second, 'edited'), 'better');
      await second.remove(idOf(second, 'deleted'));
      await second.react(idOf(second, 'liked'), '🎉');
      second.send('new');
      await holding(second, 5);
    });
    expect(await holding(chat, 5)).toEqual(['better', '(deleted)', 'liked', 'as it was', 'new']);
    await until(bodyOf(chat, idOf(chat, 'liked')), ({ reactions }) => reactions.length === 1);
    expect(chat.timeline.at(0)).toBe(entry);
    expect(chat.timeline.range.value.epoch).toBe(epoch);
  });

  test('leaves nothing of what was purged meanwhile', async () => {
    const room = await makeRoom(owner);
    using chat = await live(openChat(server.url, room, as(other)));
    for (const text of ['old 1', 'old 2']) chat.send(text);
    await holding(chat, 2);
    await restart(async (elsewhere) => {
      await at(elsewhere, owner).delete(`/rooms/${room}/messages`);
      await at(elsewhere, owner).post('/messages', { room, message: 'after' });
    });
    await until(chat.timeline.range, ({ start, end }) => end - start === 1);
    expect(texts(chat)).toEqual(['after']);
  });

  test('from an older copy loads the room anew, since what was seen is unknown', async () => {
    const room = await makeRoom(owner);
    await owner.api.post('/messages', { room, message: 'in the copy' });
    await using copy = await tempDirectory();
    await restart(() => {});
    const port = Number(new URL(server.url).port);
    await server[Symbol.asyncDispose]();
    await cp(directory.path, copy.path, { recursive: true });
    await start(port);
    using chat = await live(openChat(server.url, room, as(owner)));
    for (const text of ['lost 1', 'lost 2']) chat.send(text);
    await holding(chat, 3);
    const states: string[] = [];
    chat.connection.subscribe(({ state }) => states.push(state));
    await server[Symbol.asyncDispose]();
    await rm(directory.path, { recursive: true });
    await cp(copy.path, directory.path, { recursive: true });
    await start(port);
    await until(chat.timeline.range, ({ start: first, end }) => end - first === 1);
    expect([texts(chat), states.includes('reloading')]).toEqual([['in the copy'], true]);
    await live(chat);
    chat.send('on we go');
    expect(await holding(chat, 2)).toEqual(['in the copy', 'on we go']);
  });

  test('keeps out who was banned meanwhile', async () => {
    const room = await makeRoom(owner);
    using chat = await live(openChat(server.url, room, as(other)));
    await restart(async (elsewhere) => {
      chat.send('unheard');
      await at(elsewhere, owner).post('/bans', { user: other.uid, room, duration: '1d' });
    });
    expect((await until(chat.ban, (ban) => ban !== null))?.kind).toBe('ban');
    const [failed] = await until(chat.outbox, ([entry]) => entry?.state === 'failed');
    expect([failed?.error?.code, texts(chat)]).toEqual(['banned', []]);
  });
});

test('a message whose acknowledgement was lost is sent again and stored once', async () => {
  const room = await makeRoom(owner);
  await using proxy = await startCuttingProxy(server.url);
  using chat = await live(openChat(proxy.url, room, as(other)));
  proxy.swallow();
  chat.send('once');
  await proxy.swallowed('"success":true');
  expect(chat.outbox.value).toHaveLength(1);
  proxy.cut();
  await until(chat.connection, ({ state }) => state === 'offline');
  await until(chat.outbox, (outbox) => outbox.length === 0);
  expect(await holding(chat, 1)).toEqual(['once']);
  const { body } = await owner.api.get(`/rooms/${room}/messages`);
  expect(body.messages).toHaveLength(1);
});

test('a guest who has signed out stays signed out when the connection is back', async () => {
  const room = await makeRoom(owner);
  await using proxy = await startCuttingProxy(server.url);
  using chat = await live(openChat(proxy.url, room, { isGuest: true }));
  await until(chat.me, (me) => me !== null);
  chat.signOut();
  proxy.cut();
  await until(chat.connection, ({ state }) => state === 'offline');
  await live(chat);
  // Would wait for a sign-in that is under way.
  chat.send('who am I?');
  const [failed] = await until(chat.outbox, ([entry]) => entry?.state === 'failed');
  expect([failed?.error?.code, chat.me.value]).toEqual(['unauthorized', null]);
});

test('10,000 messages come once and in order, missed ones and live ones', async () => {
  const room = await makeRoom(owner);
  using chat = await live(openChat(server.url, room));
  const { id } = await server.core.rooms.findPublic(room);
  const sent = Array.from({ length: 10_000 }, (_, i) => `m${i}`);
  const sendAll = async ({ core }: TestServer, some: readonly string[]) => {
    const actor = systemActor(DEFAULT_APP_ID);
    await Promise.all(some.map((content) => sendText(core, actor, id, content)));
  };
  await sendAll(server, sent.slice(0, 2000));
  await holding(chat, 2000);
  await restart((elsewhere) => sendAll(elsewhere, sent.slice(2000, 8000)));
  await sendAll(server, sent.slice(8000));
  expect(await holding(chat, 10_000)).toEqual(sent);
});
