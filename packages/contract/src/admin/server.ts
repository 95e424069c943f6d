import Type from 'typebox';
import { Count, LongText, Name, OrNull, PageInput, Text, Time } from './shapes.ts';

const Counts = Type.Record(Type.String(), Count);
const Rate = Type.Number({ minimum: 0 });

/** One second; rates are counts a second. */
const SampleShape = Type.Object({
  /** Rising, without gaps. */
  number: Count,
  at: Time,
  /** By protocol. */
  connections: Counts,
  /** In which somebody is. */
  rooms: Count,
  messages: Rate,
  /** Frames handed to clients by fan-out. */
  deliveries: Rate,
  received: Rate,
  /** By how much the event loop was late at most. */
  lagMs: Rate,
  /** How much of the second the event loop was at work, 0 to 1. */
  busy: Rate,
  memoryBytes: Count,
});

const SlowClientShape = Type.Object({
  sessionId: Text,
  protocol: Text,
  ip: Text,
  user: OrNull(Type.Object({ appId: Text, id: Text, name: Name })),
  roomIds: Type.Array(Text),
  bufferedBytes: Count,
});

const AuditEntryShape = Type.Object({
  number: Count,
  at: Time,
  via: Type.Enum(['http', 'page', 'commandLine', 'chat']),
  by: Type.Object({
    kind: Type.Enum(['operator', 'account']),
    /** Whose account, where it is known. */
    appId: Type.Optional(Text),
    id: Text,
    name: Name,
  }),
  action: Text,
  appId: OrNull(Text),
  roomId: OrNull(Text),
  /** As room and user are called now; `null`: no more there. */
  roomName: OrNull(Text),
  target: OrNull(Text),
  targetName: OrNull(Text),
  reason: LongText,
  details: Type.Record(Type.String(), Type.Unknown()),
  outcome: Text,
});

export const SERVER_SHAPES = {
  overview: {
    name: 'overview',
    input: Type.Object({}),
    output: Type.Object({
      version: Text,
      mode: Type.Enum(['sandbox', 'production']),
      startedAt: Time,
      now: Time,
      protocols: Type.Array(Text),
      connections: Counts,
      rooms: Count,
      /** Since the start. */
      messages: Count,
      deliveries: Count,
      slowClientsCutOff: Count,
      storage: Type.Object({ databaseBytes: Count, walBytes: Count, rows: Counts }),
      nodes: Type.Array(
        Type.Object({
          id: Text,
          host: Text,
          pid: Count,
          version: Text,
          startedAt: Time,
          urls: Type.Array(Text),
          connections: Count,
          memoryBytes: Count,
        }),
      ),
    }),
  },
  live: {
    name: 'live',
    input: Type.Object({
      since: Type.Optional(Type.Integer({ minimum: -1 })),
      startedAt: Type.Optional(Time),
    }),
    output: Type.Object({ startedAt: Time, samples: Type.Array(SampleShape) }),
  },
  slowClients: {
    name: 'slow-clients',
    input: Type.Object({}),
    output: Type.Object({
      behind: Type.Array(SlowClientShape),
      cutOff: Type.Array(Type.Object({ at: Time, ...SlowClientShape.properties })),
      cutOffCount: Count,
    }),
  },
  audit: {
    name: 'audit',
    input: Type.Object({
      before: Type.Optional(Count),
      action: Type.Optional(Text),
      by: Type.Optional(Text),
      app: Type.Optional(Text),
      room: Type.Optional(Text),
      target: Type.Optional(Text),
      from: Type.Optional(Time),
      to: Type.Optional(Time),
      outcome: Type.Optional(Type.Enum(['done', 'refused'])),
      limit: PageInput.limit,
    }),
    output: Type.Object({ items: Type.Array(AuditEntryShape), total: Count }),
  },
} as const;
