import { KoineError } from '@koine/contract';
import { type ChannelSpec, describeFrames, SOCKET_IO_CHANNEL } from '../../api-spec/channels.ts';
import { exampleErrors } from '../../api-spec/example-errors.ts';
import { ACK_EXAMPLES, CLIENT_EXAMPLES, REFUSED_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import type { DirectLimits } from './limits.ts';
import {
  CLIENT_ACKS,
  ConnectAuth,
  clientEvents,
  ErrorAck,
  MessageSchema,
  RoomSchema,
  SERVER_EVENTS,
} from './schema.ts';
import { textOf } from './words.ts';

/** What the API spec says of the conversations of two. */
export function directSpec(limits: DirectLimits): ChannelSpec {
  return {
    name: 'direct',
    title: 'Direct',
    about:
      'Conversations of two over Socket.IO v4, in the default namespace, by websocket or long-polling, with the stock client. It shares its connection with community. Every event may come with a callback.',
    ...SOCKET_IO_CHANNEL,
    auth: ConnectAuth,
    fromClients: describeFrames(
      clientEvents(limits),
      {
        register_user:
          'Identifies the user, who then receives `chat_list_update` for all conversations.',
        join_chat: 'Opens the conversation with a user: `room_joined`, then `message_history`.',
        send_message: 'Sends a message to a conversation.',
        fetch_messages: 'Asks for older messages: `more_messages`.',
      },
      CLIENT_EXAMPLES,
      {
        done: CLIENT_ACKS,
        refused: ErrorAck,
        examples: ACK_EXAMPLES,
        refusedExamples: REFUSED_EXAMPLES,
      },
    ),
    toClients: describeFrames(
      SERVER_EVENTS,
      {
        room_joined: 'The conversation was opened.',
        message_history: 'Its newest messages, oldest first.',
        new_message: 'A new message in an open conversation.',
        chat_list_update: 'A conversation has a new message, for registered users.',
        more_messages: 'A page of older messages; `offset` is the next one to ask for.',
        resumed: 'The catch-up begins, instead of `message_history`.',
        resync: 'No catch-up: the history does not reach back that far.',
        ban_ended:
          'The ban from that conversation (`null`: from all) has ended: it may be joined again.',
        error: 'A request failed. The connection stays open.',
      },
      SERVER_EXAMPLES,
    ),
    errors: [
      ...exampleErrors(
        [
          ['invalidInput', 'userId is required'],
          'contentEmpty',
          'contentTooLong',
          'selfConversation',
          'roomNotFound',
          ['conflict', 'You are signed in as user-uuid-1'],
          'unauthorized',
          'banned',
          'muted',
          'rateLimited',
          'storageUnavailable',
        ],
        limits,
        { text: 'directTextCharsMax', rate: 'directMessagesPerMinute' },
      ),
      new KoineError('messageNotFound', { field: 'reply_to' }),
    ].map((error) => ({ text: textOf(error) })),
    schemas: { DirectRoom: RoomSchema, DirectMessage: MessageSchema },
  };
}
