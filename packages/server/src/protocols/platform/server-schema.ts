/** What the server sends over the platform protocol's WebSocket; the API spec of its frames. */
import Type, { type TObjectOptions, type TProperties } from 'typebox';
import { ChangeNumber, positionShape } from '../../api-spec/position.ts';
import {
  closed,
  OnlineTotal,
  ReactionAction,
  ReactionCounts,
  Reactions,
} from '../../api-spec/shapes.ts';

const Timestamp = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  description: 'ISO 8601, UTC, milliseconds',
});
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Bag = Type.Object({}, { description: "The app's own data" });
const inRoom = { timestamp: Timestamp, room_id: Type.String() };

/** A frame of a stored change of the room: `change` for connections that came with `since`. */
function change<const Data extends TProperties>(
  type: string,
  data: Data,
  options: TObjectOptions = {},
) {
  const shape = { type: Type.Literal(type), data: closed(data, options), ...inRoom };
  return closed({ ...shape, change: Type.Optional(ChangeNumber) });
}

function frame<const Data extends TProperties>(type: string, data: Data) {
  return closed({
    type: Type.Literal(type),
    data: closed(data),
    timestamp: Timestamp,
    room_id: TextOrNull,
  });
}

/** A frame with the position of the client. */
function positioned<const Data extends TProperties>(type: string, data: Data) {
  return closed({ type: Type.Literal(type), data: closed(data), ...inRoom, ...positionShape });
}

/** Server to client, by `type`. */
export const SERVER_FRAMES = {
  connection_status: closed(
    {
      type: Type.Literal('connection_status'),
      data: closed({
        status: Type.Literal('connected'),
        user_id: Type.String(),
        room_id: Type.String(),
        online_users: Type.Array(Type.String(), {
          description:
            'Distinct ids, this one included; if there are very many, the first to connect',
        }),
        online_total: OnlineTotal,
        total_participants: Type.Integer({ minimum: 0 }),
      }),
      timestamp: Timestamp,
      epoch: Type.Optional(positionShape.epoch),
      change: Type.Optional(ChangeNumber),
    },
    {
      description:
        'The first frame (with `epoch` and `change` for connections that came with `since`), the answer to get_online_users, and, if many joined or left at once, their summary',
    },
  ),
  message: change('message', {
    id: Type.String(),
    sender_id: Type.String(),
    sender_name: Type.String(),
    content: Type.String(),
    message_type: Type.String(),
    meta: Bag,
    created_at: Timestamp,
  }),
  message_updated: change('message_updated', {
    id: Type.String(),
    content: Type.String(),
    edited_at: Timestamp,
    edit_reason: TextOrNull,
  }),
  message_deleted: change('message_deleted', {
    id: Type.String(),
    deleted_by: TextOrNull,
    deleted_at: Timestamp,
  }),
  reaction_updated: change(
    'reaction_updated',
    {
      id: Type.String(),
      reactions: Reactions,
      reaction_counts: Type.Optional(ReactionCounts),
      emoji: Type.Optional(Type.String()),
      user_id: Type.Optional(Type.String()),
      action: Type.Optional(ReactionAction),
    },
    { description: 'A catch-up has the reactions only, not who changed them' },
  ),
  room_purged: change(
    'room_purged',
    { purged_by: TextOrNull },
    { description: 'All earlier messages were deleted' },
  ),
  user_joined: frame('user_joined', {
    user_id: Type.String(),
    user_name: Type.String(),
    joined_at: Timestamp,
    meta: closed({ role: TextOrNull }),
  }),
  user_left: frame('user_left', {
    user_id: Type.String(),
    user_name: Type.String(),
    left_at: Timestamp,
  }),
  typing: frame('typing', {
    user_id: Type.String(),
    user_name: Type.String(),
    is_typing: Type.Boolean(),
  }),
  notification: frame('notification', {
    id: Type.String(),
    title: Type.String(),
    content: Type.String(),
    action_url: TextOrNull,
    priority: Type.Enum(['low', 'normal', 'high', 'urgent']),
    icon: TextOrNull,
  }),
  pong: frame('pong', {}),
  ack: frame('ack', {
    client_key: TextOrNull,
    id: Type.String(),
    seq: Type.Integer({ description: 'Place in the room: 1, 2, 3…' }),
    change: Type.Optional(ChangeNumber),
  }),
  error: frame('error', {
    code: Type.String(),
    message: Type.String(),
    ref: Type.Optional(Type.String()),
  }),
  resumed: positioned('resumed', { from: Type.Integer(), to: Type.Integer() }),
  resync: positioned('resync', {}),
} as const;

/** A frame as it is written: one that the table does not have is no such text. */
export type ServerText = `{"type":"${keyof typeof SERVER_FRAMES}",${string}`;
