import Type from 'typebox';
import {
  Count,
  Id,
  listOf,
  MessageShape,
  Ms,
  Name,
  OrNull,
  PageInput,
  Reason,
  Role,
  RoomKind,
  RoomShape,
  SanctionShape,
  Text,
  Time,
  UserShape,
} from './shapes.ts';

/** A user of an app, of the built-in one by id or username. */
const Author = { app: Type.Optional(Id), id: Id };

const PlaceShape = Type.Object({
  id: Text,
  uid: Text,
  app: Text,
  name: Name,
  kind: RoomKind,
});

/** Chosen in one command at most. */
const CHOSEN_MAX = 1_000;

export const USER_SHAPES = {
  createUser: {
    name: 'create-user',
    input: Type.Object({ app: Type.Optional(Text), id: Text, name: Type.Optional(Name) }),
    output: Type.Object({ app: Text, id: Text, name: Name }),
  },
  createAccount: {
    name: 'create-account',
    input: Type.Object({
      username: Text,
      password: Type.Optional(Text),
      name: Type.Optional(Name),
      roles: Type.Optional(Type.Array(Role, { maxItems: 3 })),
    }),
    output: Type.Object({
      id: Text,
      username: Text,
      name: Name,
      roles: Type.Array(Role),
      password: OrNull(Text),
    }),
  },
  users: {
    name: 'users',
    input: Type.Object({
      text: Type.Optional(Text),
      app: Type.Optional(Id),
      withRoles: Type.Optional(Type.Boolean()),
      ...PageInput,
    }),
    output: listOf(UserShape),
  },
  user: {
    name: 'user',
    input: Type.Object({ app: Type.Optional(Id), id: Id }),
    output: Type.Object({
      user: UserShape,
      rooms: Type.Array(RoomShape),
      sanctions: Type.Array(SanctionShape),
      signIns: Type.Array(
        Type.Object({ fingerprint: Text, createdAt: Time, expiresAt: OrNull(Time) }),
      ),
    }),
  },
  setRoles: {
    name: 'set-roles',
    input: Type.Object({
      app: Type.Optional(Id),
      id: Id,
      roles: Type.Array(Role, { maxItems: 3 }),
    }),
    output: UserShape,
  },
  setPassword: {
    name: 'set-password',
    input: Type.Object({ user: Id, password: Type.Optional(Text) }),
    output: Type.Object({ id: Text, username: Text, password: OrNull(Text), ended: Count }),
  },
  deleteUser: {
    name: 'delete-user',
    input: Type.Object({ app: Type.Optional(Id), id: Id }),
    output: Type.Object({ app: Text, id: Text }),
  },
  signOutUser: {
    name: 'sign-out-user',
    input: Type.Object({ app: Type.Optional(Id), id: Id }),
    output: Type.Object({ app: Text, id: Text, ended: Count }),
  },
  userMessages: {
    name: 'user-messages',
    input: Type.Object({
      ...Author,
      room: Type.Optional(Id),
      after: Type.Optional(Text),
      limit: PageInput.limit,
    }),
    output: Type.Object({
      items: Type.Array(Type.Object({ ...MessageShape.properties, room: PlaceShape })),
      next: OrNull(Text),
    }),
  },
  userMessageRooms: {
    name: 'user-message-rooms',
    input: Type.Object(Author),
    output: Type.Object({
      items: Type.Array(Type.Object({ room: PlaceShape, messages: Count, lastAt: Time })),
      total: OrNull(Count),
    }),
  },
  deleteUserMessages: {
    name: 'delete-user-messages',
    input: Type.Object({
      ...Author,
      room: Type.Optional(Id),
      ageMs: Type.Optional(OrNull(Ms)),
      messages: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: CHOSEN_MAX })),
      reason: Type.Optional(Reason),
    }),
    output: Type.Object({ app: Text, id: Text, deleted: Count, rooms: Count }),
  },
} as const;
