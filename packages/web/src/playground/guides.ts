import type { ProtocolName } from '../lib/server-facts.ts';
import type { UrlParam } from './console/url-params.ts';
import { COMMUNITY_SAMPLES } from './samples/community.ts';
import { DIRECT_SAMPLES } from './samples/direct.ts';
import { LOBBY_SAMPLES } from './samples/lobby.ts';
import { PLATFORM_SAMPLES } from './samples/platform.ts';
import { REACTIONS_SAMPLES } from './samples/reactions.ts';
import type { Sample, SampleIds } from './samples/sample.ts';
import { communitySnippets } from './snippets/community.ts';
import { directSnippets } from './snippets/direct.ts';
import { lobbySnippets } from './snippets/lobby.ts';
import { platformSnippets } from './snippets/platform.ts';
import { reactionsSnippets } from './snippets/reactions.ts';
import type { SnippetContext, Snippets } from './snippets/snippet.ts';

/** What the page knows of one protocol. */
export interface Guide {
  readonly name: ProtocolName;
  /** e.g. `WebSocket`. */
  readonly transport: string;
  /** One or two sentences for a reader who does not know the protocol. */
  readonly about: string;
  /** How the protocol identifies users. */
  readonly identity: string;
  readonly demoAbout: string;
  readonly isSocketIo: boolean;
  /** Path of its connections with `{name}` for parameters. */
  readonly path: string;
  readonly params: (context: SnippetContext) => readonly UrlParam[];
  /** The hint of a Socket.IO connection's auth. */
  readonly authAbout?: string;
  readonly samples: readonly Sample[];
  /** The samples' ids before a connection has received any. */
  readonly ids?: (context: SnippetContext) => Partial<SampleIds>;
  /** The programs to copy. */
  readonly snippets: (context: SnippetContext) => Snippets;
}

const SINCE = {
  name: 'since',
  part: 'query',
  about:
    'Resume: <epoch>.<change>, the last position that you saw; 0 is the whole room, now asks for numbers only',
  value: '',
} as const;
const ROOM = {
  name: 'room',
  part: 'query',
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
    demoAbout: 'The embedded chat, twice, in the room of the steps: two people.',
    ...SOCKET_IO,
    authAbout: 'Not needed; {"since": {"uid": "<epoch>.<change>"}} resumes a room',
    samples: COMMUNITY_SAMPLES,
    snippets: communitySnippets,
    ids: ({ communityRoom }) => ({ roomId: communityRoom }),
  },
  lobby: {
    name: 'lobby',
    transport: 'WebSocket',
    about: 'Public chat with presence and bots. Clients choose their own id.',
    identity: 'A self-chosen client id',
    demoAbout:
      'You are connected under a random name. Everyone who opens this page joins the same room; a bot may answer.',
    isSocketIo: false,
    path: '/ws/chat/{client_id}',
    params: () => [
      {
        name: 'client_id',
        part: 'path',
        about: 'Your id: 1-64 characters, visible to all',
        value: 'console',
      },
      ROOM,
      SINCE,
    ],
    samples: LOBBY_SAMPLES,
    snippets: lobbySnippets,
  },
  reactions: {
    name: 'reactions',
    transport: 'WebSocket',
    about: 'One wall that everyone sees, with emoji. Identities follow from addresses.',
    identity: 'An id derived from the IP address',
    demoAbout: 'One wall for everyone who opens this page.',
    isSocketIo: false,
    path: '/ws',
    params: () => [ROOM, SINCE],
    samples: REACTIONS_SAMPLES,
    snippets: reactionsSnippets,
  },
  direct: {
    name: 'direct',
    transport: 'Socket.IO',
    about: 'Conversations of two. A pair has one room, no matter who asks first.',
    identity: 'A pair of user ids',
    demoAbout: 'Both ends of one conversation.',
    ...SOCKET_IO,
    authAbout: '{"token": "…"} where this server asks for a user token',
    samples: DIRECT_SAMPLES,
    snippets: directSnippets,
  },
  platform: {
    name: 'platform',
    transport: 'WebSocket and REST',
    about:
      'An app’s own rooms and users under its API key: presence, typing, edits, notifications.',
    identity: 'An app’s users, under its API key or a user token',
    demoAbout:
      'A user of the app in its room: who is here, typing, edits, reactions, notifications.',
    isSocketIo: false,
    path: '/ws/{room_id}',
    params: ({ apiKey, roomId }) => [
      { name: 'room_id', part: 'path', about: 'UUID of the app’s room', value: roomId },
      { name: 'token', part: 'query', about: 'API key or user token', value: apiKey },
      { name: 'user_id', part: 'query', about: 'Empty: an anonymous reader', value: 'user_123' },
      { name: 'user_name', part: 'query', about: 'What others call you', value: 'John Doe' },
      SINCE,
    ],
    samples: PLATFORM_SAMPLES,
    snippets: platformSnippets,
  },
};
