import Type from 'typebox';
import {
  Count,
  Id,
  LongText,
  listOf,
  MessageShape,
  Name,
  PageInput,
  PersonShape,
  Reason,
  RoomKind,
  RoomShape,
  SanctionShape,
  Text,
  Time,
} from './shapes.ts';

/** By id or uid. */
const InRoom = { room: Id };

const AboutRoom = Type.Object({ id: Text, app: Text, name: Name });

export const ROOM_SHAPES = {
  createRoom: {
    name: 'create-room',
    input: Type.Object({
      app: Type.Optional(Text),
      name: Text,
      uid: Type.Optional(Text),
      description: Type.Optional(LongText),
      private: Type.Optional(Type.Boolean()),
      bridged: Type.Optional(Type.Boolean()),
    }),
    output: Type.Object({ id: Text, uid: Text, app: Text, name: Text, kind: Text }),
  },
  rooms: {
    name: 'rooms',
    input: Type.Object({
      text: Type.Optional(Text),
      app: Type.Optional(Id),
      kind: Type.Optional(RoomKind),
      ...PageInput,
    }),
    output: listOf(RoomShape),
  },
  room: {
    name: 'room',
    input: Type.Object(InRoom),
    output: Type.Object({
      room: RoomShape,
      online: Type.Array(PersonShape),
      members: listOf(Type.Object({ app: Text, id: Text, name: Name, role: Text, joinedAt: Time })),
      sanctions: Type.Array(SanctionShape),
    }),
  },
  roomMessages: {
    name: 'room-messages',
    input: Type.Object({
      ...InRoom,
      before: Type.Optional(Count),
      after: Type.Optional(Count),
      limit: PageInput.limit,
    }),
    output: Type.Object({
      room: Type.Object({ ...AboutRoom.properties, kind: RoomKind }),
      messages: Type.Array(MessageShape),
      /** Seqs above which and below which there is more. */
      firstSeq: Count,
      lastSeq: Count,
    }),
  },
  deleteMessage: {
    name: 'delete-message',
    input: Type.Object({ ...InRoom, message: Id, reason: Type.Optional(Reason) }),
    output: Type.Object({ room: Text, message: MessageShape }),
  },
  purgeRoom: {
    name: 'purge-room',
    input: Type.Object({ ...InRoom, reason: Type.Optional(Reason) }),
    output: AboutRoom,
  },
  updateRoom: {
    name: 'update-room',
    input: Type.Object({
      ...InRoom,
      name: Type.Optional(Name),
      description: Type.Optional(LongText),
      slowModeSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    }),
    output: RoomShape,
  },
  deleteRoom: {
    name: 'delete-room',
    input: Type.Object({ ...InRoom, reason: Type.Optional(Reason) }),
    output: AboutRoom,
  },
} as const;
