/** The bodies and answers of the REST calls. */
import Type from 'typebox';
import { positionOf, sinceParameter } from '../../../api-spec/position.ts';
import { closed, OnlineTotal } from '../../../api-spec/shapes.ts';
import { textUpTo } from '../../../api-spec/text-limit.ts';
import { MessageShape, ReplyTo, RoomShape, UserShape } from '../schema.ts';

const NoError = Type.Null({ description: 'No error' });
const Whole = Type.Integer({ minimum: 0 });
const RoomCount = Type.Union([Whole, Type.Null()], { description: 'null above 10,000' });

export const Refused = closed({
  error: Type.String(),
  rule: Type.Optional(
    Type.String({ description: 'The rule that the input broke, where `error` does not say it' }),
  ),
});
export const OneUser = closed({ user: UserShape });
export const SignedIn = closed({ user: UserShape, token: Type.String() });
export const OneRoom = closed({ room: RoomShape });
export const Rooms = closed({
  error: NoError,
  rooms: Type.Array(RoomShape),
  page: Whole,
  limit: Whole,
  total: RoomCount,
});
export const UpdatedRoom = closed({ status: Type.Literal(200), room: RoomShape });
export const Messages = closed({
  error: NoError,
  room: RoomShape,
  messages: Type.Array(MessageShape),
  ...Type.Partial(
    Type.Object(
      positionOf(
        'What this page shows the room as, with `since`; a client that has reloaded resumes from here',
      ),
    ),
  ).properties,
});
export const OnlineUsers = closed({
  error: NoError,
  room: RoomShape,
  users: Type.Array(UserShape),
  count: OnlineTotal,
});
export const Sent = closed({
  success: Type.Literal(true),
  result: Type.Integer({ description: 'The message’s id' }),
});
export const Deleted = closed({ status: Type.Literal(true) });
export const Succeeded = closed({ success: Type.Literal(true) });
export const Accepted = closed({ status: Type.Literal('202 Accepted') });
export const Done = closed({ message: Type.Literal('Success') });
export const Bans = closed({
  error: NoError,
  room: RoomShape,
  bans: Type.Array(
    closed({
      user: UserShape,
      until: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Milliseconds since the Unix epoch; null: permanent',
      }),
      reason: Type.String(),
      by: Type.Union([Type.String(), Type.Null()], { description: 'uid' }),
      created: Type.Integer(),
    }),
  ),
});
export const Suggestions = closed({ username: Type.String(), password: Type.String() });
export const SocketAddress = closed({
  websocketUrl: Type.String({ pattern: '^wss?://' }),
  token: Type.Union([Type.String(), Type.Null()]),
  error: NoError,
});
export const Status = closed({
  status: Type.Literal('OK'),
  hostname: Type.String(),
  load: Type.Array(Type.Number()),
  uptime: Type.String(),
  openapi_url: Type.String(),
});

export const UserParams = Type.Object({
  uid: Type.String({ description: 'A user’s uid', examples: ['AbCdEfGh1234'] }),
});
export const RoomParams = Type.Object({
  uid: Type.String({ description: 'A public room’s uid', examples: ['XPeDGLvd6D'] }),
});
export const MessageParams = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'A message’s id' }),
});

export const Credentials = Type.Object({
  username: Type.String({ description: '4-32 of A-Z a-z 0-9 _ . -, not taken' }),
  password: Type.String({ description: '8-128 characters' }),
});
export const Login = Type.Object(
  {
    username: Type.Optional(Type.String()),
    password: Type.Optional(Type.String()),
    guest: Type.Optional(Type.Unknown({ description: 'Any true value, instead of the other two' })),
  },
  { examples: [{ guest: true }] },
);
export const NewPassword = Type.Object({
  old_password: Type.String({ description: 'The current one' }),
  password: Type.String({ description: '8-128 characters' }),
});
export const AccountPatch = Type.Object({
  display_name: Type.String({
    description: 'On one line, not blank',
    ...textUpTo('nameCharsMax'),
  }),
});
const RoomName = Type.String({
  description: 'On one line, not blank',
  ...textUpTo('roomNameCharsMax'),
});
const RoomDescription = Type.String(textUpTo('roomDescriptionCharsMax', 0));
export const NewRoom = Type.Object({
  name: RoomName,
  description: Type.Optional(RoomDescription),
});
export const RoomPatchBody = Type.Object({
  name: Type.Optional(RoomName),
  description: Type.Optional(RoomDescription),
  slow_mode: Type.Optional(Type.Integer({ description: 'Seconds' })),
});
export const PageQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1, description: 'From 1 on' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, default: 20, description: 'How many at most' })),
});
export const HistoryQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, default: 20, description: 'How many at most' })),
  before: Type.Optional(Type.Integer({ description: 'A message’s id: those older than it' })),
  since: Type.Optional(sinceParameter('the answer then says where this page stands')),
});
export const NewMessage = Type.Object({
  room: Type.Optional(
    Type.String({ description: 'Default: the room that the caller’s newest socket has joined' }),
  ),
  message: Type.String({
    description: 'Not blank',
    ...textUpTo('communityTextCharsMax'),
  }),
  client_key: Type.Optional(
    Type.Union([Type.Null(), Type.String({ minLength: 1, ...textUpTo('clientKeyCharsMax') })], {
      description: 'A retry with the same key answers with the first message',
    }),
  ),
  reply_to: Type.Optional(ReplyTo),
});
export const InRoom = Type.Object({ room: Type.String({ description: 'uid of a room' }) });
export const NewBan = Type.Object({
  user: Type.String({ description: 'uid' }),
  room: Type.String(),
  duration: Type.Optional(Type.String({ description: '1d, 2h 30m, 45s, 1w', default: '1d' })),
  reason: Type.Optional(Type.String()),
});
export const Unban = Type.Object({ user: Type.String(), room: Type.String() });

export const Cleanup = Type.Object({
  message: Type.Optional(
    Type.Integer({ description: 'Id of a message in the room, whose author is meant' }),
  ),
  user: Type.Optional(Type.String({ description: 'uid, instead of a message' })),
  last: Type.String({ description: 'Maximum age: 1h, 1d, 1w; or `all`' }),
  ban: Type.Optional(
    Type.String({ description: 'First bans the author from the room, for this long: 1h, 1d, 1w' }),
  ),
  reason: Type.Optional(Type.String()),
});
export const CleanedUp = closed({
  success: Type.Literal(true),
  deleted: Type.Integer({ description: 'Messages' }),
});
