/** The wire of the platform protocol's WebSocket. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { textUpTo } from '../../api-spec/text-limit.ts';
import { Meta } from './meta.ts';

/** An optional text; `null` says as little as leaving it out. */
export const textOrNull = (more: object) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], ...more }));

/** `text`, `image`, `file`, `system`, `bot` or an app's own word. */
export const MESSAGE_TYPE_PATTERN = '^[A-Za-z][A-Za-z0-9_.-]{0,31}$';

export const EDIT_REASON_CHARS_MAX = 500;

/** Of `reply_to`. */
export const REPLY_TO =
  'The id of the message of this room that it answers, shown as `meta.reply_to`';

/** What a message says. */
export const Content = Type.String({
  description: 'Not blank',
  ...textUpTo('platformTextCharsMax'),
});

const MessageId = Type.String({ description: "The message's id" });

export const TypingRequest = Type.Object({
  type: Type.Literal('typing'),
  data: Type.Object({ is_typing: Type.Boolean() }),
});
export const OnlineUsersRequest = Type.Object({
  type: Type.Literal('get_online_users'),
  data: Type.Optional(Type.Unknown()),
});
export const PingRequest = Type.Object({
  type: Type.Literal('ping'),
  data: Type.Optional(Type.Unknown()),
});
export const MessageRequest = Type.Object({
  type: Type.Literal('message'),
  data: Type.Object({
    content: Content,
    message_type: textOrNull({ description: 'Default `text`', pattern: MESSAGE_TYPE_PATTERN }),
    meta: Type.Optional(Meta),
    client_key: textOrNull({
      description: 'Idempotency key: a repeated one is answered with the first message',
      minLength: 1,
      ...textUpTo('clientKeyCharsMax'),
    }),
    reply_to: textOrNull({ description: REPLY_TO }),
  }),
});
export const EditRequest = Type.Object({
  type: Type.Literal('edit'),
  data: Type.Object({
    message_id: MessageId,
    content: Content,
    edit_reason: textOrNull({
      description: 'Shown with the edit',
      maxLength: EDIT_REASON_CHARS_MAX,
    }),
  }),
});
export const DeleteRequest = Type.Object({
  type: Type.Literal('delete'),
  data: Type.Object({ message_id: MessageId }),
});
export const ReactRequest = Type.Object({
  type: Type.Literal('react'),
  data: Type.Object({
    message_id: MessageId,
    emoji: Type.String({ description: 'One emoji; a second time removes it' }),
  }),
});
export const ReadRequest = Type.Object({
  type: Type.Literal('read'),
  data: Type.Object({ message_id: MessageId }, { description: 'The newest message that was read' }),
});

/** Client to server, by `type`. Keys not named here are ignored. */
export const CLIENT_FRAMES = {
  typing: TypingRequest,
  get_online_users: OnlineUsersRequest,
  ping: PingRequest,
  message: MessageRequest,
  edit: EditRequest,
  delete: DeleteRequest,
  react: ReactRequest,
  read: ReadRequest,
} as const;

type ClientFrames = typeof CLIENT_FRAMES;
export type ClientFrame = {
  [Name in keyof ClientFrames]: Static<ClientFrames[Name]>;
}[keyof ClientFrames];
export const ClientFrame = Type.Unsafe<ClientFrame>(Type.Union(Object.values(CLIENT_FRAMES)));
export type MessageRequest = Static<typeof MessageRequest>;
