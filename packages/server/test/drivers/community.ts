import { expect } from 'vitest';
import { ANYONE, systemActor } from '../../src/core/actor.ts';
import { NEWEST_COUNT } from '../../src/protocols/community/profiles.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import {
  CommunityClient,
  type CommunityEvent,
  type CommunityMessage,
} from '../clients/community-client.ts';
import { CommunityApi } from '../clients/rest.ts';
import {
  bridgedRoom,
  type Driver,
  followerOf,
  INVALID_SINCE,
  type Reading,
  revise,
  type Shown,
  type State,
  sinceIn,
  type TestedRoom,
} from './driver.ts';

const COMMANDS = [
  ...(['say', 'post', 'delete', 'purge', 'rename', 'mod', 'unmod', 'ban', 'unban'] as const),
  ...(['describe', 'slow', 'come', 'go', 'logout', 'login', 'type'] as const),
];

type Account = Awaited<ReturnType<CommunityApi['register']>>;
const accounts = new WeakMap<TestServer, Promise<readonly Account[]>>();

/** The owner of the rooms, two others, and one who may do everything. */
function accountsOf(server: TestServer): Promise<readonly Account[]> {
  const made = async () => {
    const api = new CommunityApi(server.url);
    const all: Account[] = [];
    for (const name of ['owner', 'anna', 'berta', 'boss']) all.push(await api.register(name));
    const root = { roles: ['root'] } as const;
    await server.core.users.update(systemActor('default'), all.at(-1)?.user.uid ?? '', root);
    return all;
  };
  const known = accounts.get(server) ?? made();
  accounts.set(server, known);
  return known;
}

async function ownRoom(server: TestServer): Promise<TestedRoom> {
  const [owner] = await accountsOf(server);
  const uid = await new CommunityApi(server.url, owner?.token).makeRoom('Own');
  return { room: await server.core.rooms.findPublic(uid), token: owner?.token ?? '' };
}

export const community: Driver = {
  rooms: [ownRoom, bridgedRoom],
  async open({ url }, { room, token }, since) {
    const client = await CommunityClient.open(url, { token, ...sinceIn(room.uid, since) });
    client.emit('join', { uid: room.uid });
    return followerOf(client, client.events, read);
  },
  greeting: 'welcome',
  async enter({ url }, { room }) {
    const { token } = await new CommunityApi(url).guest();
    return CommunityClient.enter(url, room.uid, { token });
  },
  missed: [
    ['revision', 4],
    ['deletion', 5],
    ['message', 6],
    ['revision', 7],
    ['revision', 8],
    // A deleted message is shown as such.
    ['message', 9],
    ['deletion', 10],
  ],
  invalidSince: INVALID_SINCE,
  async rejection({ url }, { room }, since = { [room.uid]: 0 }) {
    await using client = await CommunityClient.open(url, { auth: { since } });
    client.emit('join', { uid: room.uid });
    const words = await client.rejection();
    expect(client.received.all).toEqual([]);
    return words;
  },
  ban: { target: () => 'ip:127.0.0.1', words: /^You are banned from this channel/ },
  crew(server, { room }) {
    const { url, core } = server;
    const sockets = new Map<string, Promise<CommunityClient>>();
    /** Of the socket's own: a token ends with `logout`. */
    const newToken = async (uid: string) => core.signIns.issue(await core.users.get(ANYONE, uid));
    const come = async (uid: string) => {
      const client = await CommunityClient.open(url, { token: await newToken(uid) });
      client.emit('join', { uid: room.uid });
      return client;
    };
    return {
      get connected() {
        return sockets.size;
      },
      async run({ by, pick, target, text }) {
        const all = await accountsOf(server);
        const actor = all[pick % 4]?.user.uid ?? '';
        const other = all[(pick >> 2) % 4]?.user.uid ?? '';
        const api = new CommunityApi(url, all[pick % 4]?.token);
        const here = { room: room.uid };
        const socket = await sockets.get(actor);
        /** Answered, unless the client leaves first. */
        const ask = (name: string, payload: object) =>
          socket && Promise.race([socket.ask(name, payload), socket.closed]);
        switch (COMMANDS[by % COMMANDS.length]) {
          case 'say':
            return ask('sendMessage', { text });
          case 'post':
            return api.call('POST', '/messages', { ...here, message: text });
          case 'delete':
            return api.call('DELETE', `/messages/${target?.number ?? 0}`);
          case 'purge':
            return pick % 5 === 0 && api.call('DELETE', `/rooms/${room.uid}/messages`);
          case 'rename':
            return api.call('PATCH', '/me', { display_name: text });
          case 'mod':
            return api.call('POST', `/users/${other}/mod`, here);
          case 'unmod':
            return api.call('POST', `/users/${other}/unmod`, here);
          case 'ban':
            return api.call('POST', '/bans', { ...here, user: other, duration: '1h' });
          case 'unban':
            return api.call('POST', '/unban', { ...here, user: other });
          case 'describe':
            return api.call('PATCH', `/rooms/${room.uid}`, { name: text, description: text });
          case 'slow':
            return api.call('PATCH', `/rooms/${room.uid}`, { slow_mode: pick % 2 });
          case 'come':
            if (socket === undefined) sockets.set(actor, come(actor));
            return sockets.get(actor);
          case 'go':
            sockets.delete(actor);
            return socket?.[Symbol.asyncDispose]();
          case 'logout':
            return ask('logout', {});
          case 'login':
            return ask('login', { token: await newToken(actor) });
          default:
            return socket?.emit('typing', { typing: pick % 3 > 0 });
        }
      },
      async [Symbol.asyncDispose]() {
        for (const socket of sockets.values()) await (await socket)[Symbol.asyncDispose]();
      },
    };
  },
  anew: null,
  async stored({ url }, { room }, fresh) {
    const api = new CommunityApi(url);
    const messages = new Map<string, Shown>();
    const all: CommunityMessage[] = [];
    for (let before: string | undefined; ; before = `${all[0]?.id}`) {
      const page = await api.page(room.uid, {
        limit: '100',
        ...(before !== undefined && { before }),
      });
      all.unshift(...page);
      if (page.length === 0) break;
    }
    for (const message of all) messages.set(`${message.id}`, message);
    expect(fresh.messages.size).toBeGreaterThanOrEqual(Math.min(NEWEST_COUNT, all.length));
    expect([...fresh.messages]).toEqual([...messages].slice(-fresh.messages.size));
    return { ...fresh, messages };
  },
  /** A client that was away is not sent new names and roles, nor that a message was edited before it was deleted. */
  afterAbsence({ messages }) {
    for (const [id, { user: _, editedAt, ...message }] of messages)
      messages.set(id, message['deleted'] === true ? message : { ...message, editedAt });
  },
  text: 'message',
  shows: { edits: true, deletions: true },
};

function read({ event, data }: CommunityEvent): Reading {
  switch (event) {
    case 'room_updated':
      return ['other', ({ facts }) => Object.assign(facts, { room: data.room })];
    case 'auth_updated':
      return ['other', ({ facts }) => Object.assign(facts, { me: data.user })];
    case 'room_users':
      return [
        'other',
        ({ users }) => {
          users.clear();
          for (const user of data.users) users.set(user.uid, user);
        },
      ];
    case 'user_updated':
      return ['other', (state) => rename(data.user, state)];
    case 'room_messages':
      return [
        'welcome',
        ({ messages }) => {
          messages.clear();
          for (const message of data.messages) messages.set(`${message.id}`, message);
        },
      ];
    case 'message': {
      const { change: _, ...shown } = data;
      return ['message', ({ messages }) => messages.set(`${shown.id}`, shown)];
    }
    case 'message_updated': {
      const { change: _, ...shown } = data;
      return ['revision', revise(`${shown.id}`, () => shown)];
    }
    case 'message_deleted':
      return [
        'deletion',
        revise(`${data.ids}`, ({ reactions: _, meta: __, ...known }) => ({
          ...known,
          ...{ message: '', deleted: true },
        })),
      ];
    case 'reaction_updated': {
      const { id, reactions } = data;
      const hasAny = Object.keys(reactions).length > 0;
      return [
        'revision',
        revise(`${id}`, ({ reactions: _, ...known }) => (hasAny ? { ...known, reactions } : known)),
      ];
    }
    case 'room_purged':
      return ['purge', ({ messages }) => messages.clear()];
    case 'typing_changed':
      return [
        'other',
        ({ typing }) => (data.typing ? typing.add(data.user.uid) : typing.delete(data.user.uid)),
      ];
    case 'resumed':
    case 'resync':
      return [event];
    default:
      return ['other'];
  }
}

/** A user's new name or role stands in the list, and beside what they wrote. */
function rename(user: CommunityMessage['user'], { users, messages }: State): void {
  if (users.has(user.uid)) users.set(user.uid, user);
  for (const [id, message] of messages) {
    const author: unknown = message['user'];
    const isTheirs = typeof author === 'object' && author !== null && 'uid' in author;
    if (isTheirs && author.uid === user.uid) messages.set(id, { ...message, user });
  }
}
