import { expect } from 'vitest';
import { directRoom } from '../../src/testing/actors.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import { DirectClient, type DirectEvent, type DirectMessage } from '../clients/direct-client.ts';
import {
  type Driver,
  followerOf,
  INVALID_SINCE,
  type Reading,
  sinceIn,
  type TestedRoom,
} from './driver.ts';

let pairs = 0;

/** The conversation of two whom no other test knows; the first reads. */
async function conversation({ core }: TestServer): Promise<TestedRoom> {
  pairs++;
  return { room: await directRoom(core, 'default', `anna-${pairs}`, `ben-${pairs}`), token: '' };
}

/** All messages, by pages back to the first. */
async function conversationOf(url: string, userId: string, targetUserId: string) {
  await using client = await DirectClient.enter(url, userId, targetUserId);
  let all: DirectMessage[] = [];
  for (let offset = 0; ; ) {
    client.emit('fetch_messages', { roomId: client.roomId, limit: 100, offset });
    const page = await client.events.next((one) => one.event === 'more_messages');
    if (page.event !== 'more_messages' || page.data.messages.length === 0) return all;
    all = [...page.data.messages, ...all];
    offset = page.data.offset;
  }
}

const reader = ({ room }: TestedRoom) => room.pair?.[0] ?? '';
const other = ({ room }: TestedRoom) => room.pair?.[1] ?? '';
/** With whom the reader has a conversation beside this one. */
const third = (tested: TestedRoom) => `cid-${reader(tested)}`;

export const direct: Driver = {
  rooms: [conversation],
  async open({ url }, tested, since) {
    const { id } = tested.room;
    const client = await DirectClient.open(url, reader(tested), sinceIn(id, since));
    client.roomId = id;
    client.emit('register_user', client.name);
    client.emit('join_chat', { userId: client.name, targetUserId: other(tested) });
    return followerOf(client, client.events, (event) => read(event, id));
  },
  greeting: 'welcome',
  enter: ({ url }, tested) => DirectClient.enter(url, other(tested), reader(tested)),
  missed: [['message', 6]],
  invalidSince: INVALID_SINCE,
  async rejection({ url }, tested, since = { [tested.room.id]: 0 }) {
    await using client = await DirectClient.open(url, reader(tested), { auth: { since } });
    client.emit('join_chat', { userId: client.name, targetUserId: other(tested) });
    const words = await client.rejection();
    expect(client.received.all).toEqual([]);
    return words;
  },
  ban: { target: (tested) => `user:${reader(tested)}`, words: /^You are banned$/ },
  crew({ url }, tested) {
    const mine = DirectClient.enter(url, reader(tested), other(tested));
    const theirs = DirectClient.enter(url, third(tested), reader(tested));
    return {
      connected: 2,
      async run({ by, pick, text }) {
        const client = await (pick % 2 === 0 ? mine : theirs);
        switch (by % 4) {
          case 0:
            return client.post(text);
          case 1:
            return client.emit('register_user', client.name);
          case 2:
            return client.fetch(10, pick % 20);
          default:
            return client.emit('join_chat', { userId: client.name, targetUserId: third(tested) });
        }
      },
      async [Symbol.asyncDispose]() {
        for (const client of [await mine, await theirs]) await client[Symbol.asyncDispose]();
      },
    };
  },
  anew: null,
  async stored({ url }, tested, fresh) {
    const messages = await conversationOf(url, reader(tested), other(tested));
    const elsewhere = await conversationOf(url, reader(tested), third(tested));
    const facts: Record<string, unknown> = {};
    for (const all of [messages, elsewhere]) {
      const last = all.findLast(({ sender_id }) => sender_id !== reader(tested));
      if (last !== undefined) facts[`last in ${last.room_id}`] = last.body;
    }
    return { ...fresh, messages: new Map(messages.map((message) => [message.id, message])), facts };
  },
  /** The list of conversations is sent as it changes, and not on arrival. */
  afterAbsence({ facts }) {
    for (const name of Object.keys(facts)) delete facts[name];
  },
  text: 'body',
  shows: { edits: false, deletions: false },
};

function read({ event, data }: DirectEvent, roomId: string): Reading {
  switch (event) {
    case 'room_joined':
      return ['welcome'];
    case 'message_history':
      return [
        'welcome',
        ({ messages }) => {
          messages.clear();
          for (const message of data.messages) messages.set(message.id, message);
        },
      ];
    case 'new_message': {
      const { change: _, ...shown } = data;
      return [
        'message',
        ({ messages }) => shown.room_id === roomId && messages.set(shown.id, shown),
      ];
    }
    case 'chat_list_update':
      return [
        'other',
        ({ facts }) => {
          facts[`last in ${data.room_id}`] = data.last_message;
        },
      ];
    case 'resumed':
    case 'resync':
      return [event];
    default:
      return ['other'];
  }
}
