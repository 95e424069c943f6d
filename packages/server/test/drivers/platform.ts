import { expect } from 'vitest';
import { PlatformClient, type PlatformFrame } from '../clients/platform-client.ts';
import { PlatformApi } from '../clients/rest.ts';
import {
  bridgedRoom,
  type Driver,
  followerOf,
  type Reading,
  revise,
  type Shown,
} from './driver.ts';
import { EMOJI } from './reactions.ts';

const USERS = ['ann', 'bob', 'cid'] as const;
type UserId = (typeof USERS)[number];
const COMMANDS = [
  ...(['send', 'post', 'edit', 'put', 'remove', 'delete', 'react'] as const),
  ...(['addParticipant', 'removeParticipant', 'come', 'go', 'type'] as const),
];

export const platform: Driver = {
  rooms: [bridgedRoom],
  async open({ wsUrl }, { room }, since) {
    const options = { roomId: room.id, ...(since !== null && { since }) };
    const client = await PlatformClient.open(wsUrl, 'reader', options);
    return followerOf(client, client.frames, read);
  },
  greeting: 'welcome',
  enter: ({ wsUrl }, { room }, name) => PlatformClient.enter(wsUrl, name, { roomId: room.id }),
  // A message's text and its reactions are two frames; the second has the change's number.
  missed: [
    ['revision', 3],
    ['revision', 4],
    ['deletion', 5],
    ['message', 5],
    ['revision', 6],
    ['revision', 7],
    ['revision', 7],
    ['revision', 8],
    ['deletion', 10],
  ],
  invalidSince: ['-1', '1.5', 'yesterday', ''],
  async rejection({ wsUrl }, { room }, since = 0) {
    const options = { roomId: room.id, since: `${since}` };
    await using client = await PlatformClient.open(wsUrl, 'banned', options);
    const { code, reason } = await client.closed;
    expect([code, reason]).toEqual([4003, 'Room access denied']);
    const [frame, ...more] = client.frames.all;
    expect(more).toEqual([]);
    return frame?.type === 'error' ? frame.data.message : reason;
  },
  ban: { target: () => 'user:banned', words: /^Room access denied$/ },
  crew({ url, wsUrl }, { room }) {
    const api = new PlatformApi(url);
    const clients = new Map<UserId, Promise<PlatformClient>>();
    const clientOf = (user: UserId) => {
      const client = clients.get(user) ?? PlatformClient.enter(wsUrl, user, { roomId: room.id });
      clients.set(user, client);
      return client;
    };
    /** Waits for the acknowledgement, or the rejection: of a message that is gone, or of another's; or the client leaves first. */
    const ask = async (user: UserId, type: string, data: object) => {
      const client = await clientOf(user);
      const isAnswer = ({ type: name }: PlatformFrame) => name === 'ack' || name === 'error';
      const before = client.frames.all.filter(isAnswer).length;
      client.send(type, data);
      await Promise.race([client.frames.count(before + 1, isAnswer), client.closed]);
    };
    const leave = async (user: UserId) => {
      const client = await clients.get(user);
      clients.delete(user);
      client?.drop();
      await client?.closed;
    };
    return {
      get connected() {
        return clients.size;
      },
      async run({ by, pick, target, text }) {
        const user = USERS[pick % USERS.length] ?? 'ann';
        const author = USERS.find((id) => id === target?.sender.id) ?? user;
        const message_id = target?.id ?? '';
        const path = `/rooms/${room.id}/messages`;
        switch (COMMANDS[by % COMMANDS.length]) {
          case 'send':
            return ask(user, 'message', {
              content: text,
              meta: pick % 2 === 0 ? { mentions: USERS, n: pick } : null,
            });
          case 'post':
            return api.call('POST', path, {
              sender_id: user,
              content: text,
              message_type: 'image',
            });
          case 'edit':
            return ask(author, 'edit', {
              message_id,
              content: `edited ${text}`,
              edit_reason: text,
            });
          case 'put':
            return api.call('PUT', `${path}/${message_id}`, { content: `edited ${text}` });
          case 'remove':
            return ask(author, 'delete', { message_id });
          case 'delete':
            return api.call('DELETE', `${path}/${message_id}`);
          case 'react':
            return ask(user, 'react', { message_id, emoji: EMOJI[pick % EMOJI.length] });
          case 'addParticipant':
            return api.call('POST', `/rooms/${room.id}/participants`, { user_id: user });
          case 'removeParticipant':
            return api.call('DELETE', `/rooms/${room.id}/participants/${user}`);
          case 'come':
            return clientOf(user);
          case 'go':
            return leave(user);
          default:
            return (await clientOf(user)).send('typing', { is_typing: pick % 3 > 0 });
        }
      },
      async [Symbol.asyncDispose]() {
        for (const user of [...clients.keys()]) await leave(user);
      },
    };
  },
  anew: null,
  async stored({ url }, { room }, fresh) {
    const api = new PlatformApi(url);
    const messages = new Map<string, Shown>();
    for (const { seq: _, epoch: __, change: ___, ...rest } of await api.history(room.id)) {
      const { room_id, deleted_at, deleted_by, ...shown }: Shown = rest;
      messages.set(rest.id, shown);
    }
    return { ...fresh, messages };
  },
  onRequest: {
    facts: ['participants'],
    async ask(client) {
      if (!(client instanceof PlatformClient)) return;
      const isStatus = ({ type }: PlatformFrame) => type === 'connection_status';
      const before = client.frames.all.filter(isStatus).length;
      client.send('get_online_users', {});
      await client.frames.count(before + 1, isStatus);
    },
  },
  afterAbsence() {},
  text: 'content',
  shows: { edits: true, deletions: true },
};

function read(frame: PlatformFrame): Reading {
  switch (frame.type) {
    case 'connection_status': {
      const { online_users, total_participants } = frame.data;
      return [
        'welcome',
        ({ users, facts }) => {
          users.clear();
          for (const id of online_users) users.set(id, { id });
          facts['participants'] = total_participants;
        },
      ];
    }
    case 'message': {
      const none = { edited_at: null, edit_reason: null, reactions: {} };
      return ['message', ({ messages }) => messages.set(frame.data.id, { ...frame.data, ...none })];
    }
    case 'message_updated':
      return ['revision', revise(frame.data.id, (known) => ({ ...known, ...frame.data }))];
    case 'reaction_updated': {
      const { id, reactions } = frame.data;
      return ['revision', revise(id, (known) => ({ ...known, reactions }))];
    }
    case 'message_deleted':
      return ['deletion', ({ messages }) => messages.delete(frame.data.id)];
    case 'room_purged':
      return ['purge', ({ messages }) => messages.clear()];
    case 'user_joined':
      return ['other', ({ users }) => users.set(frame.data.user_id, { id: frame.data.user_id })];
    case 'user_left':
      return ['other', ({ users }) => users.delete(frame.data.user_id)];
    case 'typing': {
      const { user_id, is_typing } = frame.data;
      return ['other', ({ typing }) => (is_typing ? typing.add(user_id) : typing.delete(user_id))];
    }
    case 'resumed':
    case 'resync':
      return [frame.type];
    default:
      return ['other'];
  }
}
