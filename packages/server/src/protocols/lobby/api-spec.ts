import Type from 'typebox';
import { type ChannelSpec, describeFrames } from '../../api-spec/channels.ts';
import { COMMON_CLOSES, ROOM_CLOSES } from '../../api-spec/common-closes.ts';
import { exampleErrors } from '../../api-spec/example-errors.ts';
import { sinceParameter } from '../../api-spec/position.ts';
import { CLIENT_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import type { LobbyLimits } from './limits.ts';
import { CLIENT_FRAMES, SERVER_FRAMES } from './schema.ts';
import { textOf } from './words.ts';

const Query = Type.Object({
  room: Type.Optional(
    Type.String({ description: 'uid of another public room', examples: ['general'] }),
  ),
  since: Type.Optional(sinceParameter('resumes from there')),
});

/** What the API spec says of `/ws/chat/{client_id}`. */
export const lobbySpec = (limits: LobbyLimits): ChannelSpec => ({
  name: 'lobby',
  title: 'Lobby',
  about:
    'Public chat with presence and bots. Clients choose their own id without proof, so production has this protocol off until it is named.',
  transport: 'websocket',
  address: '/ws/chat/{client_id}',
  path: {
    client_id: {
      about: 'The client’s own id: 1-64 code points, URL-encoded, no control characters',
      example: 'ada',
    },
  },
  query: Query,
  credentials: [],
  auth: null,
  fromClients: describeFrames(CLIENT_FRAMES, { message: 'Sends a message.' }, CLIENT_EXAMPLES),
  toClients: describeFrames(
    SERVER_FRAMES,
    {
      system: 'A welcome, or a user joined or left.',
      message: 'A new message, from a user or a bot.',
      error: 'A request failed. If a close follows, this is the reason.',
      resumed: 'The catch-up begins: the changes above `from`, up to `to`, follow.',
      resync: 'No catch-up: the history does not reach back that far. Live frames follow.',
    },
    SERVER_EXAMPLES,
  ),
  closes: [
    ...COMMON_CLOSES,
    {
      code: 1008,
      reason: 'Client id is required',
      about: 'For every invalid client id; the last error frame has the same text.',
    },
    ...ROOM_CLOSES,
  ],
  errors: [
    ...['Invalid JSON format', 'Message is required', 'Invalid client_key', 'Invalid reply_to'],
    ...exampleErrors(
      [
        'contentEmpty',
        'contentTooLong',
        'messageNotFound',
        'rateLimited',
        'muted',
        'banned',
        'roomNotFound',
        ['invalidInput', 'Invalid since'],
        ['invalidInput', 'Client id is required'],
        'storageUnavailable',
      ],
      limits,
      { text: 'lobbyTextCharsMax', rate: 'lobbyMessagesPerMinute' },
    ).map(textOf),
  ].map((text) => ({ text })),
  schemas: {},
});
