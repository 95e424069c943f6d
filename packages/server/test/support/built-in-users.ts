import { expect } from 'vitest';
import type { ProtocolName } from '../../src/protocols/list.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import { type ChatClient, waitForText } from '../clients/chat-client.ts';
import { CommunityClient } from '../clients/community-client.ts';
import { LobbyClient } from '../clients/lobby-client.ts';
import { ReactionsClient } from '../clients/reactions-client.ts';
import { CommunityApi, type PlatformApi } from '../clients/rest.ts';

interface Site {
  readonly server: TestServer;
  readonly api: PlatformApi;
}

let names = 0;

export interface Room {
  readonly id: string;
  readonly uid: string;
}

/** Somebody of the built-in app in a bridged room. */
export interface BuiltInUser {
  readonly client: ChatClient;
  readonly id: string;
  /** `null`: the protocol has no word for it. */
  readonly react: ((message: Message) => void) | null;
  /** Tries to change what somebody else wrote; resolves when that was refused. */
  readonly meddle: ((message: Message) => Promise<void>) | null;
  readonly type: (() => void) | null;
  /** Resolves once it has received that another user of its id has come. */
  readonly seesComing: (() => Promise<unknown>) | null;
}

interface Message {
  readonly id: string;
  readonly number: number;
}

/** Every protocol that enters other apps' rooms; one that does not says so here. */
export const BUILT_IN_USERS = {
  async lobby({ server }, { uid: room }) {
    const name = `eve${++names}`;
    const client = await LobbyClient.enter(server.wsUrl, name, { room });
    return {
      client,
      id: `lobby:${name}`,
      react: null,
      meddle: null,
      type: null,
      seesComing: () =>
        client.frames.next(
          (one) => one.type === 'system' && one.message.endsWith('has joined the chat'),
        ),
    };
  },
  async reactions({ server, api }, { id, uid: room }) {
    const client = await ReactionsClient.enter(server.wsUrl, { room, name: `wall${++names}` });
    client.sendText('who am I?');
    await waitForText(client, 'who am I?');
    const [message] = await api.history(id);
    return {
      client,
      id: message?.sender_id ?? '',
      react: (message) => client.react(message.id, '👍'),
      meddle: null,
      type: null,
      seesComing: null,
    };
  },
  async community({ server }, { uid: room }) {
    const { user, token } = await new CommunityApi(server.url).register(`carl${++names}`);
    const client = await CommunityClient.enter(server.url, room, { token });
    return {
      client,
      id: user.uid,
      react: ({ number }) => client.emit('react', { id: number, emoji: '👍' }),
      async meddle({ number }) {
        for (const [event, payload] of [
          ['editMessage', { id: number, text: 'meddled' }],
          ['deleteMessage', { id: number }],
        ] as const) {
          client.emit(event, payload);
          expect(await client.rejection()).toBe('You may not do this');
        }
      },
      type: () => client.emit('typing', { typing: true }),
      seesComing: () =>
        client.events.next(
          (one) =>
            one.event === 'room_users' &&
            one.data.users.filter(({ uid }) => uid === user.uid).length === 2,
        ),
    };
  },
  // Its conversations are of two users of one app.
  direct: null,
  // The users of the rooms' own apps.
  platform: null,
} satisfies Record<ProtocolName, ((site: Site, room: Room) => Promise<BuiltInUser>) | null>;
