import { DEFAULT_APP_ID } from '@koine/contract';
import { CommunityClient, type CommunityEvent } from '../../clients/community-client.ts';
import {
  account,
  bearer,
  call,
  kept,
  message,
  newName,
  outcome,
  room,
  sending,
  server,
  two,
} from './setup.ts';

export const COMMUNITY = {
  messageBySocket: async () => {
    const { uid } = await room();
    return two(async () => {
      const { token } = await account();
      const client = await kept(CommunityClient.enter(server.url, uid, { token }));
      return sending(client);
    });
  },
  messageByCall: async () => {
    const { uid } = await room();
    return two(async () => {
      const { token } = await account();
      return () =>
        call('/messages', {
          method: 'POST',
          body: { room: uid, message: 'x' },
          headers: bearer(token),
        });
    });
  },
  deletionByCall: () =>
    two(async () => {
      const { actor, token } = await account();
      const { id } = await room();
      return async () => {
        const { number } = await message(id, DEFAULT_APP_ID, actor);
        return call(`/messages/${number}`, { method: 'DELETE', headers: bearer(token) });
      };
    }),
  reactionBySocket: async () => changes('reaction_updated', (id) => ['react', { id, emoji: '👍' }]),
  editBySocket: async () =>
    changes('message_updated', (id) => ['editMessage', { id, text: newName('text') }]),
  deletionBySocket: async () => changes('message_deleted', (id) => ['deleteMessage', { id }]),
  newRoom: () =>
    two(async () => {
      const { token } = await account();
      return () =>
        call('/rooms', { method: 'POST', body: { name: 'Room' }, headers: bearer(token) });
    }),
  moderation: () =>
    two(async () => {
      const moderator = await account();
      const { uid } = await room(moderator);
      return () =>
        call(`/rooms/${uid}/messages`, { method: 'DELETE', headers: bearer(moderator.token) });
    }),
  cleanup: () =>
    two(async () => {
      const moderator = await account();
      const { uid } = await room(moderator);
      return () =>
        call(`/rooms/${uid}/cleanup`, {
          method: 'POST',
          body: { user: 'lobby:spammer', last: 'all' },
          headers: bearer(moderator.token),
        });
    }),
  rename: () =>
    two(async () => {
      const { token } = await account();
      return () =>
        call('/me', {
          method: 'PATCH',
          body: { display_name: newName('Nom') },
          headers: bearer(token),
        });
    }),
  join: async () => {
    const [here, there] = [await room(), await room()];
    return two(async () => {
      const client = await kept(CommunityClient.open(server.url));
      let turn = 0;
      return () => {
        client.emit('join', { uid: turn++ % 2 === 0 ? here.uid : there.uid });
        const joined = client.events.next((received) => received.event === 'room_messages');
        return outcome(joined, client.rejection());
      };
    });
  },
  event: async () => {
    const { uid } = await room();
    const client = await kept(CommunityClient.enter(server.url, uid));
    const own = async () => {
      client.emit('login', { token: 'wrong' });
      const text = await client.rejection();
      return text === 'Invalid login' ? null : text;
    };
    return { own };
  },
  retries: async () => {
    const { uid } = await room();
    const { token } = await account();
    const client = await kept(CommunityClient.enter(server.url, uid, { token }));
    const own = () => {
      client.emit('sendMessage', { text: 'x', client_key: 'once' });
      return outcome(client.received.next(), client.rejection());
    };
    return { own };
  },
};

/** What an author asks by an event, each time of another message of their own; on a new socket, whose events are counted too. */
function changes(done: CommunityEvent['event'], ask: (id: number) => [string, object]) {
  return two(async () => {
    const { actor, token } = await account();
    const { id, uid } = await room();
    return async () => {
      await using client = await CommunityClient.enter(server.url, uid, { token });
      const { number } = await message(id, DEFAULT_APP_ID, actor);
      client.emit(...ask(number));
      const changed = client.events.next(({ event }) => event === done);
      return await outcome(changed, client.rejection());
    };
  });
}
