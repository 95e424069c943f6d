import Type from 'typebox';
import { type ChannelSpec, describeFrames } from '../../api-spec/channels.ts';
import { COMMON_CLOSES, ROOM_CLOSES } from '../../api-spec/common-closes.ts';
import { exampleErrors } from '../../api-spec/example-errors.ts';
import { sinceParameter } from '../../api-spec/position.ts';
import { CLIENT_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import type { ReactionsLimits } from './limits.ts';
import { CLIENT_FRAMES, SERVER_FRAMES, WallMessage } from './schema.ts';
import { INVALID_FORMAT, textOf } from './words.ts';

const Query = Type.Object({
  room: Type.Optional(
    Type.String({ description: 'uid of another public room', examples: ['general'] }),
  ),
  since: Type.Optional(sinceParameter('resumes from there, instead of the whole feed')),
});

/** What the API spec says of `/ws`. */
export const reactionsSpec = (limits: ReactionsLimits): ChannelSpec => ({
  name: 'reactions',
  title: 'Reactions',
  about:
    'A broadcast feed with emoji reactions. The user is derived from the IP address; production has this protocol off until it is named. A new client first receives all messages, oldest first.',
  transport: 'websocket',
  address: '/ws',
  path: {},
  query: Query,
  credentials: [],
  auth: null,
  fromClients: describeFrames(
    CLIENT_FRAMES,
    {
      send_message: 'Sends a message to the feed.',
      add_reaction: 'Reacts to a message; the same emoji again removes the reaction.',
    },
    CLIENT_EXAMPLES,
  ),
  toClients: describeFrames(
    SERVER_FRAMES,
    {
      message: 'A message: from the replay, or new. It replaces one with the same id.',
      reaction_updated: 'A reaction changed; with the whole message as it is now.',
      error: 'A request failed. If a close follows, this is the reason.',
      resumed: 'The catch-up begins: the changes above `from`, up to `to`, follow.',
      resync: 'No catch-up: the history does not reach back that far. Live frames follow.',
    },
    SERVER_EXAMPLES,
  ),
  closes: [...COMMON_CLOSES, ...ROOM_CLOSES],
  errors: [
    INVALID_FORMAT,
    ...exampleErrors(
      [
        'contentEmpty',
        'contentTooLong',
        'rateLimited',
        'emojiInvalid',
        'messageNotFound',
        'tooManyReactions',
        'muted',
        'banned',
        'roomNotFound',
        ['invalidInput', 'Invalid since'],
        'storageUnavailable',
      ],
      limits,
      { text: 'reactionsTextCharsMax', rate: 'reactionsMessagesPerMinute' },
    ).map(textOf),
  ].map((text) => ({ text })),
  schemas: { WallMessage },
});
