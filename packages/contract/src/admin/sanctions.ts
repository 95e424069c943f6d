import Type from 'typebox';
import {
  Count,
  Id,
  listOf,
  Ms,
  OrNull,
  PageInput,
  Reason,
  SanctionKind,
  SanctionShape,
  Text,
} from './shapes.ts';

/** One of `user`, `ip`; in `room` or else in the whole of `app`. */
const SanctionPlace = {
  kind: SanctionKind,
  user: Type.Optional(Id),
  /** Whose user it is; in a bridged room the built-in app's may be meant. */
  userApp: Type.Optional(Text),
  ip: Type.Optional(Text),
  room: Type.Optional(Text),
  app: Type.Optional(Text),
};

export const SANCTION_SHAPES = {
  sanctions: {
    name: 'sanctions',
    input: Type.Object({
      kind: Type.Optional(SanctionKind),
      app: Type.Optional(Id),
      room: Type.Optional(Id),
      text: Type.Optional(Text),
      ...PageInput,
    }),
    output: listOf(SanctionShape),
  },
  sanction: {
    name: 'sanction',
    input: Type.Object({
      ...SanctionPlace,
      durationMs: Type.Optional(Ms),
      reason: Type.Optional(Reason),
      deleteAgeMs: Type.Optional(OrNull(Ms)),
    }),
    output: Type.Object({
      ...SanctionShape.properties,
      isStored: Type.Boolean(),
      /** Messages; absent: none were to be. */
      deleted: Type.Optional(Count),
    }),
  },
  lift: {
    name: 'lift',
    input: Type.Object(SanctionPlace),
    output: SanctionShape,
  },
} as const;
