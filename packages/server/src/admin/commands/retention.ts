import { KoineError } from '@koine/contract';
import { RETENTION_SHAPES } from '@koine/contract/admin';
import type { RetentionRule } from '../../core/ports/operating-stores.ts';
import type { RetentionTarget } from '../../core/retention.ts';
import { type AdminRun, adminCommand, requireServer } from '../command.ts';

/** How long history is kept, and who talks by himself. */
export const RETENTION = {
  retention: adminCommand({
    ...RETENTION_SHAPES.retention,
    about: 'Retention rules: the default, and those of apps and rooms.',
    level: 'read',
    audit: null,
    async run({ core, actor }) {
      return { items: (await core.retention.rules(actor)).map((rule) => ({ ...rule })) };
    },
  }),
  previewRetention: adminCommand({
    ...RETENTION_SHAPES.previewRetention,
    about:
      'How many messages `set-retention` would delete now, or, with `clear`, `clear-retention`, and in how many rooms. `confirm`: the name that it then asks for, above 1,000. Changes nothing.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { scope, id, ageMs = null, countMax = null, clear = false }) {
      const kept = clear ? null : { ageMs, countMax };
      return { ...(await core.retention.preview(actor, placeOf(scope, id), kept)) };
    },
  }),
  setRetention: adminCommand({
    ...RETENTION_SHAPES.setRetention,
    about:
      'Keeps only messages younger than `ageMs` and only the newest `countMax`, by default, in an app or in a room; both null: everything. The rest is deleted in the background. Above 1,000 messages `confirm` must be the room’s or app’s name, or `default`.',
    level: 'operator',
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
    ...RETENTION_SHAPES.clearRetention,
    about:
      'Removes a rule, so that the wider one applies again. Confirmed like `set-retention` where that deletes messages.',
    level: 'operator',
    audit: ({ scope, id }) => ({ ...subjectOf(scope, id), details: { scope } }),
    async run({ core, actor }, { scope, id, confirm }) {
      return { wasThere: await core.retention.clear(actor, placeOf(scope, id), confirm ?? null) };
    },
  }),
  bots: adminCommand({
    ...RETENTION_SHAPES.bots,
    about: 'Whether bots reply, how often, and in which rooms.',
    level: 'read',
    audit: null,
    run: (context) => botsOf(context),
  }),
  setBots: adminCommand({
    ...RETENTION_SHAPES.setBots,
    about:
      'Switches bots on or off, and sets in which rooms (by id or uid) and how often they reply, overriding the configuration.',
    level: 'operator',
    audit: ({ isOn, probability = null, rooms = null }) => ({
      details: { isOn, probability, rooms },
    }),
    async run(context, { isOn, probability, rooms }) {
      const { bots } = requireServer(context);
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
  const { bots } = requireServer(context);
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

function placeOf(scope: RetentionRule['scope'], id: string | undefined): RetentionTarget {
  if (scope === 'default' && id === undefined) return { scope };
  if (scope !== 'default' && id !== undefined) return { scope, id };
  const text = scope === 'default' ? 'The default has no id' : `Say which ${scope}`;
  throw new KoineError('invalidInput', { field: 'id' }, text);
}

function subjectOf(scope: RetentionRule['scope'], id: string | undefined) {
  if (id === undefined || scope === 'default') return {};
  return scope === 'app' ? { appId: id } : { roomId: id };
}
