import Type from 'typebox';
import { type ChannelSpec, describeFrames } from '../../api-spec/channels.ts';
import { COMMON_CLOSES } from '../../api-spec/common-closes.ts';
import { exampleErrors } from '../../api-spec/example-errors.ts';
import { sinceParameter } from '../../api-spec/position.ts';
import { CLOSES, codeOf, detailOf } from './errors.ts';
import { CLIENT_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import type { PlatformLimits } from './limits.ts';
import { CLIENT_FRAMES } from './schema.ts';
import { SERVER_FRAMES } from './server-schema.ts';

const Query = Type.Object({
  token: Type.String({
    description: 'A user token, or the app’s API key',
    examples: ['sk_test_1234567890abcdef'],
  }),
  user_id: Type.Optional(
    Type.String({
      description: 'With a key: the user to act as. Without it the client may only read',
      examples: ['user_123'],
    }),
  ),
  user_name: Type.Optional(
    Type.String({
      description: 'The name others see, unless the token has one',
      examples: ['Ada'],
    }),
  ),
  since: Type.Optional(sinceParameter('resumes from there')),
});

/** What the API spec says of `/ws/{room_id}`. */
export const platformSpec = (limits: PlatformLimits): ChannelSpec => ({
  name: 'platform',
  title: 'Platform',
  about:
    'An app’s rooms under its API key: messages, edits, reactions, read marks, typing, notifications. A browser comes with a user token, a server may come with the key.',
  transport: 'websocket',
  address: '/ws/{room_id}',
  path: {
    room_id: {
      about: 'Id of a room of the app',
      example: '550e8400-e29b-41d4-a716-446655440001',
    },
  },
  query: Query,
  credentials: ['platformToken'],
  auth: null,
  fromClients: describeFrames(
    CLIENT_FRAMES,
    {
      typing: 'The user started or stopped typing. It ends by itself after a while.',
      get_online_users: 'Asks who is online; answered with `connection_status`.',
      ping: 'Answered with `pong`.',
      message: 'Sends a message; answered with `ack` once it is stored, or `error`.',
      edit: 'Edits a message; answered with `ack` or `error`.',
      delete: 'Deletes a message; answered with `ack` or `error`.',
      react: 'Reacts to a message; the same emoji again removes the reaction. `ack` or `error`.',
      read: 'Moves the read mark to a message; the `seq` of the `ack` is its new position.',
    },
    CLIENT_EXAMPLES,
  ),
  toClients: describeFrames(
    SERVER_FRAMES,
    {
      connection_status: 'The first frame, and the answer to `get_online_users`.',
      message: 'A new message.',
      message_updated: 'A message was edited.',
      message_deleted: 'A message was deleted.',
      reaction_updated: 'The reactions of a message changed; a catch-up does not say by whom.',
      room_purged: 'All earlier messages were deleted.',
      user_joined: 'A user joined. The role is null for users who are not participants.',
      user_left: 'A user left.',
      typing: 'Another user started or stopped typing.',
      notification: 'A notification to this user, on each of their connections.',
      pong: 'The answer to `ping`.',
      ack: 'A request succeeded. `seq`: the message’s place in the room.',
      error: 'A request failed. `ref`: the client_key or message_id it was about.',
      resumed: 'The catch-up begins: the changes above `from`, up to `to`, follow.',
      resync: 'No catch-up: the history does not reach back that far. Live frames follow.',
    },
    SERVER_EXAMPLES,
  ),
  closes: [...COMMON_CLOSES, ...Object.values(CLOSES)],
  errors: exampleErrors(
    [
      ['invalidInput', 'data.content is required'],
      'contentEmpty',
      'contentTooLong',
      'metaTooLarge',
      'emojiInvalid',
      'tooManyReactions',
      'messageNotFound',
      'forbidden',
      'muted',
      'rateLimited',
      'storageUnavailable',
    ],
    limits,
    { text: 'platformTextCharsMax', rate: 'platformMessagesPerMinute' },
  ).map((error) => ({ code: codeOf(error), text: detailOf(error) })),
  schemas: {},
});
