import Type from 'typebox';
import { Count, Id, Name, OrNull, Text, Time } from './shapes.ts';

const Scope = Type.Enum(['default', 'app', 'room']);
/** `id`: an app's, or a room's id or uid; none for the default. */
const Place = { scope: Scope, id: Type.Optional(Id) };
const AgeMs = Type.Integer({ minimum: 60_000, maximum: 100 * 365 * 86_400_000 });

const CountMax = Type.Integer({ minimum: 1, maximum: 1e12 });
const Confirm = { confirm: Type.Optional(Text) };

const RuleShape = Type.Object({
  scope: Scope,
  id: Text,
  ageMs: OrNull(Count),
  countMax: OrNull(Count),
  setAt: Time,
});

const BotsShape = Type.Object({
  isOn: Type.Boolean(),
  /** How likely one answers a message. */
  probability: Type.Number({ minimum: 0, maximum: 1 }),
  rooms: Type.Array(Type.Object({ id: Text, uid: Text, name: Name })),
  names: Type.Array(Text),
});

export const RETENTION_SHAPES = {
  retention: {
    name: 'retention',
    input: Type.Object({}),
    output: Type.Object({ items: Type.Array(RuleShape) }),
  },
  previewRetention: {
    name: 'preview-retention',
    input: Type.Object({
      ...Place,
      ageMs: Type.Optional(OrNull(AgeMs)),
      countMax: Type.Optional(OrNull(CountMax)),
      clear: Type.Optional(Type.Boolean()),
    }),
    output: Type.Object({
      messages: Count,
      rooms: Count,
      /** There are more than could be counted. */
      isAtLeast: Type.Boolean(),
      confirm: OrNull(Text),
    }),
  },
  setRetention: {
    name: 'set-retention',
    input: Type.Object({
      ...Place,
      ageMs: OrNull(AgeMs),
      countMax: OrNull(CountMax),
      ...Confirm,
    }),
    output: RuleShape,
  },
  clearRetention: {
    name: 'clear-retention',
    input: Type.Object({ ...Place, ...Confirm }),
    output: Type.Object({ wasThere: Type.Boolean() }),
  },
  bots: {
    name: 'bots',
    input: Type.Object({}),
    output: BotsShape,
  },
  setBots: {
    name: 'set-bots',
    input: Type.Object({
      isOn: Type.Boolean(),
      probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      rooms: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    }),
    output: BotsShape,
  },
} as const;
