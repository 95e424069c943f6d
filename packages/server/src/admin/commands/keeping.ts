import { KoineError } from '@koine/contract';
import Type from 'typebox';
import type { RetentionRule } from '../../core/ports/operating-stores.ts';
import type { RetentionPlace } from '../../core/retention.ts';
import { type AdminRun, adminCommand, needServer } from '../command.ts';
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

/** How long history is kept, and who talks by himself. */
export const KEEPING = {
  retention: adminCommand({
    name: 'retention',
    about: 'Retention rules: the default, and those of apps and rooms.',
    level: 'read',
    input: Type.Object({}),
    output: Type.Object({ items: Type.Array(RuleShape) }),
    audit: null,
    async run({ core, actor }) {
      return { items: (await core.retention.rules(actor)).map((rule) => ({ ...rule })) };
    },
  }),
  previewRetention: adminCommand({
    name: 'preview-retention',
    about:
      'How many messages `set-retention` would delete now, or, with `clear`, `clear-retention`, and in how many rooms. `confirm`: the name that it then asks for, above 1,000. Changes nothing.',
    level: 'read',
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
    audit: null,
    async run({ core, actor }, { scope, id, ageMs = null, countMax = null, clear = false }) {
      const kept = clear ? null : { ageMs, countMax };
      return { ...(await core.retention.preview(actor, placeOf(scope, id), kept)) };
    },
  }),
  setRetention: adminCommand({
    name: 'set-retention',
    about:
      'Keeps only messages younger than `ageMs` and only the newest `countMax`, by default, in an app or in a room; both null: everything. The rest is deleted in the background. Above 1,000 messages `confirm` must be the room’s or app’s name, or `default`.',
    level: 'rule',
    input: Type.Object({
      ...Place,
      ageMs: OrNull(AgeMs),
      countMax: OrNull(CountMax),
      ...Confirm,
    }),
    output: RuleShape,
    audit: ({ scope, id, ageMs, countMax }, done) => ({
      ...subjectOf(scope, done?.id ?? id),
      details: { scope, ageMs, countMax },
    }),
    async run({ core, actor }, { scope, id, ageMs, countMax, confirm }): Promise<RetentionRule> {
      const kept = { ageMs, countMax };
      return { ...(await core.retention.set(actor, placeOf(scope, id), kept, confirm ?? null)) };
    },
  }),
  clearRetention: adminCommand({
    name: 'clear-retention',
    about:
      'Removes a rule, so that the wider one applies again. Confirmed like `set-retention` where that deletes messages.',
    level: 'rule',
    input: Type.Object({ ...Place, ...Confirm }),
    output: Type.Object({ wasThere: Type.Boolean() }),
    audit: ({ scope, id }) => ({ ...subjectOf(scope, id), details: { scope } }),
    async run({ core, actor }, { scope, id, confirm }) {
      return { wasThere: await core.retention.clear(actor, placeOf(scope, id), confirm ?? null) };
    },
  }),
  bots: adminCommand({
    name: 'bots',
    about: 'Whether bots reply, how often, and in which rooms.',
    level: 'read',
    input: Type.Object({}),
    output: BotsShape,
    audit: null,
    run: (context) => botsOf(context),
  }),
  setBots: adminCommand({
    name: 'set-bots',
    about:
      'Switches bots on or off, and sets in which rooms (by id or uid) and how often they reply, overriding the configuration.',
    level: 'rule',
    input: Type.Object({
      isOn: Type.Boolean(),
      probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      rooms: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    }),
    output: BotsShape,
    audit: ({ isOn, probability = null, rooms = null }) => ({
      details: { isOn, probability, rooms },
    }),
    async run(context, { isOn, probability, rooms }) {
      const { bots } = needServer(context);
      const { core, actor } = context;
      const now = bots.current();
      const roomIds =
        rooms === undefined
          ? now.roomIds
          : (await Promise.all(rooms.map((room) => core.admin.findRoom(actor, room)))).map(
              ({ id }) => id,
            );
      const usual = now.probability > 0 ? now.probability : bots.defaultProbability;
      await bots.choose(actor, {
        isOn,
        probability: probability ?? usual,
        roomIds: [...new Set(roomIds)],
      });
      return botsOf(context);
    },
  }),
};

async function botsOf(context: AdminRun) {
  const { core, actor } = context;
  const { bots } = needServer(context);
  const { isOn, probability, roomIds } = bots.current();
  const rooms = await Promise.all(
    roomIds.map((id) =>
      core.admin.findRoom(actor, id).catch((error) => {
        // Deleted since it was chosen.
        if (error instanceof KoineError && error.code === 'roomNotFound') return null;
        throw error;
      }),
    ),
  );
  return {
    isOn,
    probability,
    rooms: rooms.flatMap((room) =>
      room === null ? [] : [{ id: room.id, uid: room.uid, name: room.name }],
    ),
    names: [...bots.names],
  };
}

function placeOf(scope: RetentionRule['scope'], id: string | undefined): RetentionPlace {
  if (scope === 'default' && id === undefined) return { scope };
  if (scope !== 'default' && id !== undefined) return { scope, id };
  const text = scope === 'default' ? 'The default has no id' : `Say which ${scope}`;
  throw new KoineError('invalidInput', { field: 'id' }, text);
}

function subjectOf(scope: RetentionRule['scope'], id: string | undefined) {
  if (id === undefined || scope === 'default') return {};
  return scope === 'app' ? { appId: id } : { roomId: id };
}
