/** The wire of the platform protocol's WebSocket. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { clientFrame, frameOf } from '../../api-spec/shapes.ts';
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

export const ClientKey = textOrNull({
  description: 'Idempotency key: a repeated one is answered with the first message',
  minLength: 1,
  ...textUpTo('clientKeyCharsMax'),
});

const MessageId = Type.String({ description: "The message's id" });

/** Client to server, by `type`. Keys not named here are ignored. */
export const CLIENT_FRAMES = {
  typing: clientFrame('typing', Type.Object({ is_typing: Type.Boolean() })),
  get_online_users: clientFrame('get_online_users', Type.Optional(Type.Unknown())),
  ping: clientFrame('ping', Type.Optional(Type.Unknown())),
  message: clientFrame(
    'message',
    Type.Object({
      content: Content,
      message_type: textOrNull({ description: 'Default `text`', pattern: MESSAGE_TYPE_PATTERN }),
      meta: Type.Optional(Meta),
      client_key: ClientKey,
      reply_to: textOrNull({ description: REPLY_TO }),
    }),
  ),
  edit: clientFrame(
    'edit',
    Type.Object({
      message_id: MessageId,
      content: Content,
      edit_reason: textOrNull({
        description: 'Shown with the edit',
        maxLength: EDIT_REASON_CHARS_MAX,
      }),
    }),
  ),
  delete: clientFrame('delete', Type.Object({ message_id: MessageId })),
  react: clientFrame(
    'react',
    Type.Object({
      message_id: MessageId,
      emoji: Type.String({ description: 'One emoji; a second time removes it' }),
    }),
  ),
  read: clientFrame(
    'read',
    Type.Object({ message_id: MessageId }, { description: 'The newest message that was read' }),
  ),
} as const;
export const ClientFrame = frameOf(CLIENT_FRAMES);
export type ClientFrame = Static<typeof ClientFrame>;
/** What a frame of that type says. */
export type DataOf<Name extends keyof typeof CLIENT_FRAMES> = Static<
  (typeof CLIENT_FRAMES)[Name]
>['data'];
