import { COMMUNITY_SAMPLES } from '../samples/community.ts';
import { DIRECT_SAMPLES } from '../samples/direct.ts';
import { LOBBY_SAMPLES } from '../samples/lobby.ts';
import { PLATFORM_SAMPLES } from '../samples/platform.ts';
import { REACTIONS_SAMPLES } from '../samples/reactions.ts';
import type { Guide } from './guide.ts';
import type { ProtocolName } from './protocol-name.ts';

const SINCE = {
  name: 'since',
  place: 'query',
  about:
    'Resume: <epoch>.<change>, the last position that you saw; 0 is the whole room, now asks for numbers only',
  value: '',
} as const;
const ROOM = {
  name: 'room',
  place: 'query',
  about: 'uid of another public room',
  value: '',
} as const;
const SOCKET_IO = { isSocketIo: true, path: '/socket.io/', params: () => [] } as const;

/** The five protocols, in the order of the page. */
export const GUIDES: Readonly<Record<ProtocolName, Guide>> = {
  community: {
    name: 'community',
    transport: 'REST and Socket.IO',
    about:
      'Accounts, rooms with owners and moderators, commands. Reading needs no login, writing does.',
    identity: 'Registered users and guests, with Bearer tokens',
    ...SOCKET_IO,
    auth: '',
    authAbout: 'Not needed; {"since": {"uid": "<epoch>.<change>"}} resumes a room',
    samples: COMMUNITY_SAMPLES,
    ids: ({ communityRoom }) => ({ roomId: communityRoom }),
  },
  lobby: {
    name: 'lobby',
    transport: 'WebSocket',
    about: 'Public chat with presence and bots. Clients choose their own id.',
    identity: 'A self-chosen client id',
    isSocketIo: false,
    path: '/ws/chat/{client_id}',
    params: () => [
      {
        name: 'client_id',
        place: 'path',
        about: 'Your id: 1-64 characters, visible to all',
        value: 'console',
      },
      ROOM,
      SINCE,
    ],
    auth: '',
    authAbout: '',
    samples: LOBBY_SAMPLES,
    ids: () => ({}),
  },
  reactions: {
    name: 'reactions',
    transport: 'WebSocket',
    about: 'One wall that everyone sees, with emoji. Identities follow from addresses.',
    identity: 'An id derived from the IP address',
    isSocketIo: false,
    path: '/ws',
    params: () => [ROOM, SINCE],
    auth: '',
    authAbout: '',
    samples: REACTIONS_SAMPLES,
    ids: () => ({}),
  },
  direct: {
    name: 'direct',
    transport: 'Socket.IO',
    about: 'Conversations of two. A pair has one room, no matter who asks first.',
    identity: 'A pair of user ids',
    ...SOCKET_IO,
    auth: '',
    authAbout: '{"token": "…"} where this server asks for a user token',
    samples: DIRECT_SAMPLES,
    ids: () => ({}),
  },
  platform: {
    name: 'platform',
    transport: 'WebSocket and REST',
    about:
      'An app’s own rooms and users under its API key: presence, typing, edits, notifications.',
    identity: 'An app’s users, under its API key or a user token',
    isSocketIo: false,
    path: '/ws/{room_id}',
    params: ({ apiKey, roomId }) => [
      { name: 'room_id', place: 'path', about: 'UUID of the app’s room', value: roomId },
      { name: 'token', place: 'query', about: 'API key or user token', value: apiKey },
      { name: 'user_id', place: 'query', about: 'Empty: an anonymous reader', value: 'user_123' },
      { name: 'user_name', place: 'query', about: 'What others call you', value: 'John Doe' },
      SINCE,
    ],
    auth: '',
    authAbout: '',
    samples: PLATFORM_SAMPLES,
    ids: () => ({}),
  },
};
