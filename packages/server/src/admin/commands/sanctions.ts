import { DEFAULT_APP_ID, KoineError } from '@koine/contract';
import { SANCTION_SHAPES } from '@koine/contract/admin';
import { canonicalRange } from '../../core/address.ts';
import type { SanctionScope, SanctionTarget } from '../../core/admin.ts';
import { adminCommand } from '../command.ts';
import { namesIn, sanctionIn, sanctionsIn } from './names.ts';
import { pageOf, searchText } from './shapes.ts';

export const SANCTIONS = {
  sanctions: adminCommand({
    ...SANCTION_SHAPES.sanctions,
    about:
      'Bans and mutes in force, newest first; by app, by room, by part of the target or the reason.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { kind = null, app = null, room: given, text, ...page }) {
      const room = given === undefined ? null : await core.admin.findRoom(actor, given);
      const { items, total } = await core.directory.sanctions(actor, {
        kind,
        appId: app,
        roomId: room?.id ?? null,
        target: null,
        text: searchText(text),
        ...pageOf(page),
      });
      return { items: await sanctionsIn({ core, actor }, items), total };
    },
  }),
  sanction: adminCommand({
    ...SANCTION_SHAPES.sanction,
    about:
      'Bans or mutes a user, an address or a range of addresses; it acts on live connections at once. `deleteAgeMs`: also deletes what the user wrote there in the last so many ms; null: ever.',
    level: 'moderator',
    audit: ({ kind, durationMs = null, reason = '', deleteAgeMs, ...place }, done) => ({
      ...subjectOf(place, done),
      reason,
      details: {
        kind,
        durationMs,
        ...(deleteAgeMs !== undefined && { deleteAgeMs, deleted: done?.deleted ?? null }),
      },
    }),
    async run({ core, actor }, { durationMs = null, reason = '', deleteAgeMs, ...place }) {
      const scope = scopeOf(place);
      const target = targetOf(place);
      const done = await core.admin
        .sanction(
          actor,
          place.kind,
          scope,
          target,
          durationMs,
          reason,
          deleteAgeMs === undefined ? null : { ageMs: deleteAgeMs },
        )
        .catch(refuseInWords);
      return {
        ...(await sanctionIn(namesIn({ core, actor }), done.sanction)),
        isStored: done.isStored,
        ...(done.deleted !== null && { deleted: done.deleted }),
      };
    },
  }),
  lift: adminCommand({
    ...SANCTION_SHAPES.lift,
    about: 'Ends a ban or mute.',
    level: 'moderator',
    audit: ({ kind, ...place }, done) => ({ ...subjectOf(place, done), details: { kind } }),
    async run({ core, actor }, place) {
      const lifted = await core.admin.lift(actor, place.kind, scopeOf(place), targetOf(place));
      return sanctionIn(namesIn({ core, actor }), lifted);
    },
  }),
};

/** Nothing else is forbidden to an operator. */
function refuseInWords(error: unknown): never {
  if (!(error instanceof KoineError) || error.code !== 'forbidden') throw error;
  const text = 'Root cannot be banned or muted, nor the owner of a room in it';
  throw new KoineError('forbidden', {}, text);
}

interface GivenScope {
  readonly user?: string;
  readonly userApp?: string;
  readonly ip?: string;
  readonly room?: string;
  readonly app?: string;
}

function subjectOf(
  { user, ip, room, app }: GivenScope,
  done: { readonly appId: string; readonly roomId: string | null; readonly target: string } | null,
) {
  if (done !== null) return { appId: done.appId, roomId: done.roomId, target: done.target };
  const target = user !== undefined ? `user:${user}` : ip !== undefined ? `ip:${ip}` : null;
  return { appId: app ?? null, roomId: room ?? null, target };
}

function scopeOf({ room, app }: GivenScope): SanctionScope {
  if (room === undefined) return { appId: app ?? DEFAULT_APP_ID };
  if (app === undefined) return { room };
  throw new KoineError(
    'invalidInput',
    { field: 'app' },
    'A room says its app: name one of the two',
  );
}

function targetOf({ user, userApp, ip }: GivenScope): SanctionTarget {
  if (user !== undefined && ip === undefined) return { user, appId: userApp ?? null };
  if (ip === undefined || user !== undefined)
    throw new KoineError('invalidInput', { field: 'user' }, 'Name either a user or an address');
  const range = canonicalRange(ip);
  if (range !== null) return { ip: range };
  const text = `${ip} is neither an IP address nor a range of them (203.0.113.0/24)`;
  throw new KoineError('invalidInput', { field: 'ip' }, text);
}
