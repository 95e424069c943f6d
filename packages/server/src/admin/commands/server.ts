import { hostname } from 'node:os';
import { DEFAULT_APP_ID, type JsonObject, KoineError } from '@koine/contract';
import { SERVER_SHAPES } from '@koine/contract/admin';
import { foldUuid } from '../../core/ids.ts';
import type { AuditBy } from '../../core/ports/operating-stores.ts';
import type { SlowClient } from '../../hub/metrics.ts';
import { type AdminRun, adminCommand, requireServer } from '../command.ts';
import { namesIn } from './names.ts';

/** What the server is doing, and what was done to it. */
export const SERVER = {
  overview: adminCommand({
    ...SERVER_SHAPES.overview,
    about: 'Version, uptime, load and storage of the server.',
    level: 'read',
    audit: null,
    async run(context) {
      const server = requireServer(context);
      const { core, actor } = context;
      const { connections, messages, deliveries, cutOff } = server.totals();
      const { databaseBytes, walBytes, rows } = await core.directory.measure(actor);
      const node = {
        id: server.nodeId,
        host: hostname(),
        pid: process.pid,
        version: server.version,
        startedAt: server.startedAt,
        urls: [...server.urls()],
        connections: Object.values(connections).reduce((sum, count) => sum + count, 0),
        memoryBytes: process.memoryUsage.rss(),
      };
      return {
        version: server.version,
        mode: server.mode,
        startedAt: server.startedAt,
        now: core.clock.now(),
        protocols: [...server.protocols],
        connections: { ...connections },
        rooms: server.roomCount(),
        messages,
        deliveries,
        slowClientsCutOff: cutOff,
        storage: { databaseBytes, walBytes, rows: { ...rows } },
        nodes: [node],
      };
    },
  }),
  live: adminCommand({
    ...SERVER_SHAPES.live,
    about:
      'One sample a second for the charts: those after the number `since` of the run that started at `startedAt`, or without them the last five minutes.',
    level: 'read',
    audit: null,
    async run(context, { since = -1, startedAt: known }) {
      const server = requireServer(context);
      const { startedAt } = server;
      // A server that has started again counts from 0 again.
      const isOther = known !== undefined && known !== startedAt;
      return { startedAt, samples: [...server.samples(isOther ? -1 : since)] };
    },
  }),
  slowClients: adminCommand({
    ...SERVER_SHAPES.slowClients,
    about: 'Slow clients, and those disconnected lately for being slow.',
    level: 'read',
    audit: null,
    async run(context) {
      const server = requireServer(context);
      const { cutOff, lastCutOff } = server.totals();
      return {
        behind: server.behind().map(shapeOf),
        cutOff: lastCutOff.map(({ at, ...client }) => ({ at, ...shapeOf(client) })),
        cutOffCount: cutOff,
      };
    },
  }),
  audit: adminCommand({
    ...SERVER_SHAPES.audit,
    about:
      'The audit log, newest first; `before`: the number of the last entry that was seen; `by`: an account’s id or name, or a key’s fingerprint; `room`: by id or uid; `target`: what it was done to, as an entry says it, or a user’s or message’s bare id; `from`, `to`: ms since the epoch, `to` exclusive.',
    level: 'read',
    audit: null,
    async run({ core, actor }, given) {
      const { before = null, action = null, by = null, app = null, room = null } = given;
      const { outcome = null, target = null, from = null, to = null, limit = 50 } = given;
      const { items, total } = await core.audit.list(actor, {
        limit,
        before,
        action,
        by,
        appId: app,
        room: room === null ? null : await roomNames({ core, actor }, room),
        outcome,
        target,
        from,
        to,
      });
      const names = namesIn({ core, actor });
      const named = items.map(async ({ details, by, ...entry }) => ({
        ...entry,
        by: shapeOfAuthor(by),
        roomName: await names.room(entry.roomId),
        targetName: await names.target(targetApp(entry.appId, details), entry.target),
        details: { ...details },
      }));
      return { items: await Promise.all(named), total };
    },
  }),
};

function shapeOfAuthor({ kind, appId, id, name }: AuditBy) {
  return { kind, ...(appId !== null && { appId }), id, name };
}

/** Whose user an entry is about: of another app than its own only where it says so. */
function targetApp(appId: string | null, { userApp }: JsonObject): string {
  return typeof userApp === 'string' ? userApp : (appId ?? DEFAULT_APP_ID);
}

/** One that is no more is known by what it was called. */
async function roomNames({ core, actor }: Pick<AdminRun, 'core' | 'actor'>, given: string) {
  try {
    const { id, uid } = await core.admin.findRoom(actor, given);
    return { id, uid };
  } catch (error) {
    if (error instanceof KoineError && error.code === 'roomNotFound')
      return { id: foldUuid(given), uid: given };
    throw error;
  }
}

function shapeOf({ roomIds, ...client }: SlowClient) {
  return { ...client, roomIds: [...roomIds] };
}
