/** The entrances by which a message can answer another, for `reply-to.test.ts`. */
import { randomUUID } from 'node:crypto';
import type { Message } from '@koine/contract';
import { pair } from '../../src/protocols/direct/testing/conversation.ts';
import { EventClient } from '../../src/testing/event-client.ts';
import { FrameClient } from '../../src/testing/frame-client.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from '../clients/platform-client.ts';
import { MEETING_UID } from './settings.ts';
import {
  type Any,
  type Id,
  ofCommunity,
  ofDirect,
  ofPlatform,
  platformUrl,
  type Read,
  type Reading,
  readCommunity,
  readLobby,
  readPlatform,
  readWall,
  search,
  until,
} from './shown.ts';

export interface Way {
  readonly roomId: string;
  /** The message's id, or the error's text. */
  send(text: string, more?: object): Promise<{ readonly id?: Id; readonly error?: string }>;
  /** Waits for the message of that text. */
  read(how: Reading): Promise<Read>;
}

/** How the clients of a protocol, by one of its entrances, send and read an answer. */
export interface Protocol {
  /** Well-formed ids that no message has. */
  readonly strangers: readonly Id[];
  /** What clients read where no message of the room has the id. */
  readonly notFound: string;
  /** What is no id. */
  readonly malformed: readonly unknown[];
  /** What clients read then. */
  readonly invalid: RegExp;
  idOf(message: Message): Id;
  /** Whether clients have a `meta` of their own. */
  readonly hasMeta?: true;
  /** Whether who just joins gets nothing of the past. */
  readonly isForgetful?: true;
  open(server: TestServer): Promise<Way>;
}

/** No number of a message, however it is written. */
const NO_NUMBERS = [
  0,
  -1,
  1.5,
  2 ** 53,
  1e300,
  true,
  '',
  '26',
  '026',
  '1e3',
  'nothing',
  [],
  [1],
  {},
];
/** Texts may be ids of any protocol, so only what is none is no id. */
const NO_TEXTS = [1, true, [], {}];

const byNumber = ({ number }: Message) => number;
const byId = ({ id }: Message) => id;

/** The same on sockets and by REST. */
const COMMUNITY = {
  strangers: [999_999_999, Number.MAX_SAFE_INTEGER],
  notFound: 'No such message exists!',
  malformed: NO_NUMBERS,
  invalid: /^Invalid reply_to$/,
  idOf: byNumber,
};

export const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  lobby: {
    strangers: ['msg_999999999', `msg_${Number.MAX_SAFE_INTEGER}`],
    notFound: 'Message not found',
    malformed: [
      ...NO_NUMBERS,
      ...['msg_0', 'msg_01', 'msg_-1', 'msg_1.5', 'msg_1e3', 'msg_', 'MSG_1', ' msg_1', 'msg_1\n'],
      ...['msg_9007199254740992', `msg_${'9'.repeat(400)}`],
    ],
    invalid: /^Invalid reply_to$/,
    idOf: ({ number }) => `msg_${number}`,
    isForgetful: true,
    async open(server) {
      const client = await FrameClient.open(`${server.wsUrl}/ws/chat/ann`);
      return {
        roomId: SANDBOX_ROOM,
        async send(message, more) {
          client.send({ message, ...more });
          const frame = await until(
            client,
            (one) => one.type === 'error' || one.message === message,
          );
          return frame.type === 'error' ? { error: frame.message } : { id: frame.id };
        },
        read: (how) => readLobby(server, how),
      };
    },
  },
  'community by Socket.IO': {
    ...COMMUNITY,
    async open(server) {
      const client = await EventClient.open(server.url);
      await client.ask('login', { token: await guestToken(server) });
      await client.ask('join', { uid: MEETING_UID });
      return {
        roomId: SANDBOX_ROOM,
        async send(text, more) {
          const { result, error } = await client.ask('sendMessage', { text, ...more });
          return error === null ? { id: result } : { error };
        },
        read: (how) => readCommunity(server, how),
      };
    },
  },
  'community by REST': {
    ...COMMUNITY,
    async open(server) {
      const headers = { authorization: `Bearer ${await guestToken(server)}` };
      return {
        roomId: SANDBOX_ROOM,
        async send(message, more) {
          const draft = { room: MEETING_UID, message, ...more };
          const { result, error } = await post(server, '/messages', draft, headers);
          return error === undefined ? { id: result } : { error };
        },
        async read(how) {
          if (how === 'since') return readCommunity(server, how);
          return async (text) => {
            const answer = await fetch(`${server.url}/rooms/${MEETING_UID}/messages?limit=100`);
            const { messages }: Any = await answer.json();
            return ofCommunity(messages.find(({ message }: Any) => message === text));
          };
        },
      };
    },
  },
  wall: {
    strangers: [randomUUID(), 'nothing', ''],
    notFound: 'message not found',
    malformed: NO_TEXTS,
    invalid: /^Invalid message format$/,
    idOf: byId,
    async open(server) {
      const client = await FrameClient.open(`${server.wsUrl}/ws`);
      return {
        roomId: SANDBOX_ROOM,
        async send(text, more) {
          client.send({ type: 'send_message', data: { text, ...more } });
          const { data } = await until(
            client,
            (one) => one.type === 'error' || one.data.text === text,
          );
          return data.error === undefined ? { id: data.id } : { error: data.error };
        },
        read: (how) => readWall(server, how),
      };
    },
  },
  direct: {
    strangers: [randomUUID(), 'nothing', ''],
    notFound: 'Message not found',
    malformed: NO_TEXTS,
    invalid: /^reply_to must be the id of the message/,
    idOf: byId,
    async open(server) {
      const [userId, targetUserId] = pair();
      const client = await EventClient.open(server.url);
      const { roomId } = await client
        .ask('join_chat', { userId, targetUserId })
        .then(() => client.next('room_joined'));
      return {
        roomId,
        async send(body, more) {
          const sent = { roomId, senderId: userId, body, ...more };
          const { ok, message } = await client.ask('send_message', sent);
          return ok ? { id: message.id } : { error: message };
        },
        async read(how) {
          const auth = how === 'since' ? { since: { [roomId]: 0 } } : {};
          const reader = await EventClient.open(server.url, { auth });
          reader.emit('join_chat', { userId: targetUserId, targetUserId: userId });
          await reader.next('room_joined');
          const past = how === 'since' ? [] : (await reader.next('message_history')).messages;
          return search(past.map(ofDirect), async () => ofDirect(await reader.next('new_message')));
        },
      };
    },
  },
  'platform by WebSocket': {
    strangers: [randomUUID(), 'nothing', ''],
    notFound: 'Message not found',
    malformed: NO_TEXTS,
    invalid: /reply_to/,
    idOf: byId,
    isForgetful: true,
    hasMeta: true,
    async open(server) {
      const client = await FrameClient.open(platformUrl(server, 'alice', ''));
      return {
        roomId: SANDBOX_ROOM,
        async send(content, more) {
          client.send({ type: 'message', data: { content, ...more } });
          const { data } = await until(client, ({ type }) => type === 'ack' || type === 'error');
          return data.id === undefined ? { error: data.message } : { id: data.id };
        },
        read: (how) => readPlatform(server, how),
      };
    },
  },
  'platform by REST': {
    strangers: [randomUUID(), 'nothing', ''],
    notFound: 'Message not found',
    malformed: NO_TEXTS,
    invalid: /reply_to/,
    idOf: byId,
    hasMeta: true,
    open: async (server) => ({
      roomId: SANDBOX_ROOM,
      async send(content, more) {
        const draft = { sender_id: 'alice', content, ...more };
        const answer = await post(server, `/api/v1/rooms/${SANDBOX_ROOM}/messages`, draft, HEADERS);
        return answer.data === undefined ? { error: JSON.stringify(answer) } : answer.data;
      },
      async read(how) {
        if (how === 'since') return readPlatform(server, how);
        return async (text) => {
          const path = `/api/v1/rooms/${SANDBOX_ROOM}/messages?size=100`;
          const answer = await fetch(server.url + path, { headers: HEADERS });
          const { data }: Any = await answer.json();
          return ofPlatform(data.find(({ content }: Any) => content === text));
        };
      },
    }),
  },
};

export const HEADERS = { 'x-api-key': SANDBOX_KEY };

export async function guestToken(server: TestServer): Promise<string> {
  return (await post(server, '/users/login', { guest: true })).token;
}

async function post(server: TestServer, path: string, body: object, headers = {}): Promise<Any> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}
