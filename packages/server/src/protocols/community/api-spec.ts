import { type ChannelSpec, describeFrames, SOCKET_IO_CHANNEL } from '../../api-spec/channels.ts';
import { exampleErrors } from '../../api-spec/example-errors.ts';
import { ACK_EXAMPLES, CLIENT_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import type { CommunityLimits } from './limits.ts';
import {
  CLIENT_ACKS,
  CLIENT_EVENTS,
  ConnectAuth,
  ErrorAck,
  MessageShape,
  RoomShape,
  SERVER_EVENTS,
  UserShape,
} from './schema.ts';
import { NOT_SIGNED_IN, rejectionOf, WORDS } from './words.ts';

/** What the API spec says of the sockets of accounts and guests. */
export const communitySpec = (limits: CommunityLimits): ChannelSpec => ({
  name: 'community',
  title: 'Community',
  about:
    'Accounts and guests in public rooms over Socket.IO v4, in the default namespace, by websocket or long-polling, with the stock client. It shares its connection with direct. A socket reads one room at a time; reading needs no account. Every event may come with a callback.',
  ...SOCKET_IO_CHANNEL,
  auth: ConnectAuth,
  fromClients: describeFrames(
    CLIENT_EVENTS,
    {
      login: 'Signs in with the token of a REST login: `auth_updated`.',
      logout: 'Signs the socket out; it keeps reading. The token stays valid.',
      join: 'Joins a room: `room_updated`, `room_messages`, `room_users`.',
      sendMessage: 'Sends a message to the room, or, with a leading `!`, runs a command.',
      typing: 'The user started or stopped typing.',
      react: 'Reacts to a message; the same emoji again removes the reaction.',
      editMessage: 'Edits one of the user’s own messages.',
      deleteMessage: 'Deletes a message: one’s own, or any as owner or moderator.',
    },
    CLIENT_EXAMPLES,
    {
      done: CLIENT_ACKS,
      refused: ErrorAck,
      examples: ACK_EXAMPLES,
      refusedExamples: ACK_EXAMPLES.refused,
    },
  ),
  toClients: describeFrames(
    SERVER_EVENTS,
    {
      auth_updated: 'The user that the socket is signed in as; `null`: none.',
      user_updated: 'A user’s name, country or role changed.',
      room_updated: 'The room, on joining and when it changes.',
      room_messages: 'Its newest messages, oldest first.',
      room_users: 'Users online in the room.',
      message: 'A new message.',
      message_deleted: 'A message was deleted.',
      room_purged: 'All messages were deleted.',
      system: 'Text for the user: what was done, or why not.',
      error: 'The room does not exist.',
      message_updated: 'A message was edited.',
      reaction_updated: 'A user added or removed a reaction.',
      typing_changed: 'Another user started or stopped typing.',
      restriction: 'A ban or mute of the client began or ended.',
      room_left: 'The socket left the room.',
      room_deleted: 'The room was deleted; a `system` warning comes first.',
      resumed: 'The catch-up begins, instead of `room_messages`.',
      resync: 'No catch-up: the history does not reach back that far. Join again.',
    },
    SERVER_EXAMPLES,
  ),
  errors: [
    ...[WORDS.invalidLogin, WORDS.notInRoom, NOT_SIGNED_IN],
    ...exampleErrors(
      [
        'contentEmpty',
        'contentTooLong',
        'roomNotFound',
        'messageNotFound',
        'forbidden',
        'banned',
        'muted',
        'slowMode',
        'rateLimited',
        'storageUnavailable',
      ],
      limits,
      { text: 'communityTextCharsMax', rate: 'communityMessagesPerMinute' },
    ).map((error) => rejectionOf(error, 0).text),
  ].map((text) => ({ text })),
  schemas: { CommunityUser: UserShape, CommunityRoom: RoomShape, CommunityMessage: MessageShape },
});
