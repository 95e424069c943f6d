import { networkInterfaces } from 'node:os';
import { DEFAULT_APP_ID } from '@koine/contract';
import { systemClock, systemRandom } from '../auth/system-world.ts';
import { startBots } from '../bots/bots.ts';
import type { Config } from '../config/index.ts';
import { systemActor } from '../core/actor.ts';
import { AddressThrottle } from '../core/address-throttle.ts';
import type { Core } from '../core/core.ts';
import { guarded, guardedClock } from '../core/guarded.ts';
import { OperatorKey } from '../core/operator-key.ts';
import { roomDraft } from '../core/rooms.ts';
import { adminRoutes } from '../http/admin/routes.ts';
import { apiSpecRoutes } from '../http/api-spec-routes.ts';
import { createHttpApp, type HttpApp, type HttpPlugin } from '../http/app.ts';
import { avatarRoutes } from '../http/avatars.ts';
import { operationRoutes } from '../http/operations.ts';
import { ownOrigin } from '../http/own-origin.ts';
import { canonicalOrigins } from '../http/pages/embed-origins.ts';
import { pageRoutes, WEB_DIST } from '../http/pages/page-routes.ts';
import { stockClientRoutes } from '../http/stock-client-routes.ts';
import { Hub } from '../hub/hub.ts';
import type { RightsSource } from '../hub/rights.ts';
import { pacedLog } from '../log/paced-log.ts';
import type { ProtocolDefinition } from '../protocols/definition.ts';
import { startProtocols } from '../protocols/index.ts';
import { PROTOCOLS } from '../protocols/list.ts';
import { originAsked } from '../transport/handshake.ts';
import { type Listening, Transport } from '../transport/listen.ts';
import { startLiveWindow } from './live-window.ts';
import { createMetrics } from './metrics.ts';
import { type CoreWorld, openCore } from './open-core.ts';
import { pageFactsOf } from './page-facts.ts';
import { removeRunningFile, writeRunningFile } from './running-file.ts';
import { SANDBOX, seedSandbox } from './sandbox.ts';
import { createServerView } from './server-view.ts';
import { koineVersion } from './version.ts';

export interface ServerDeps extends Pick<CoreWorld, 'log' | 'clock' | 'random' | 'openStores'> {
  /** Default: all that there are. */
  readonly protocols?: readonly ProtocolDefinition[];
}

export interface RunningServer {
  /** One for each port that is served. */
  readonly urls: readonly string[];
  readonly missing: readonly { readonly port: number; readonly why: string }[];
  readonly core: Core;
  /** Every call over HTTP that is served: what the API spec has to have. */
  readonly calls: HttpApp['routes'];
  /** Resolves when a storage thread has died: nothing can be served any more, and the process is to end. */
  readonly storageLost: Promise<Error>;
  /** Orderly: clients are notified, what is pending is committed. Idempotent. */
  close(): Promise<void>;
}

/**
 * Puts a server together from its configuration and starts it. The only place that knows all layers.
 * @throws {StorageOpenError} when the data directory cannot be used.
 */
export async function startServer(config: Config, deps: ServerDeps): Promise<RunningServer> {
  const { random = systemRandom } = deps;
  const log = pacedLog(deps.log, deps.clock ?? systemClock);
  const { limits } = config;
  const onError = (error: unknown) => log.error({ err: error }, 'background task failed');
  const clock = guardedClock(deps.clock ?? systemClock, onError);
  const lost = Promise.withResolvers<Error>();
  const metrics = createMetrics();
  const opened = await openCore(config, {
    ...deps,
    log,
    clock,
    onError,
    onStorageLost: lost.resolve,
  });
  const { core, stores } = opened;
  if (!config.production) await seedSandbox(core);
  const system = systemActor(DEFAULT_APP_ID);
  const ensureRoom = (uid: string) => core.rooms.ensure(system, { ...roomDraft(uid), uid });

  // Known once a port is open; until then no client can ask.
  let firstUrl = '';
  const origin = () => config.publicUrl?.replace(/\/+$/, '') ?? firstUrl;
  const operatorKey = new OperatorKey(config.adminKey, core.budgets, core.secrets);
  const throttle = new AddressThrottle(clock, limits, (run) => setImmediate(guarded(run, onError)));
  const definitions = deps.protocols ?? PROTOCOLS;
  const protocols = await startProtocols(definitions, config, {
    core,
    log,
    origin,
    ensureRoom,
    sessionsOf: (protocol, user) => hub.sessionsOf(protocol, user),
    // Without a proxy in front the header would be the client's to invent.
    countryHeader: config.trustProxy ? config.countryHeader : '',
    operatorKey,
  });
  const botRoomIds: string[] = [];
  if (config.bots.probability > 0)
    for (const uid of config.bots.rooms) botRoomIds.push((await ensureRoom(uid)).id);
  const hub = new Hub({
    bus: core.bus,
    messages: stores.messages,
    presence: core.presence,
    rights: rightsOf(core),
    protocols: protocols.list,
    limits,
    clock,
    random,
    metrics,
    log,
  });
  core.retention.onTrimmed((roomId) => hub.forgetHistory(roomId));
  stores.epoch.onBegun(() => hub.forgetHistory(null));
  metrics.observe(
    'koine_shared_history_bytes',
    'Encoded history kept for clients that come back',
    () => hub.sharedHistoryBytes,
  );
  metrics.countEvents(core.bus);
  const urls: string[] = [];
  const bots = startBots({ ...config.bots, core, roomIds: botRoomIds, onError });
  const live = startLiveWindow(clock, metrics, core.presence);
  const view = createServerView({
    config,
    core,
    metrics,
    hub,
    live,
    bots,
    roomIds: botRoomIds,
    urls,
    onError,
  });
  const http: HttpApp = await createHttpApp({
    trustsProxy: config.trustProxy,
    bodyBytesMax: limits.bodyBytesMax,
    log,
    throttle,
    plugins: [
      own(avatarRoutes),
      own(
        operationRoutes({
          isOpen: !config.production,
          clock,
          operatorKey,
          metrics,
          ping: () => core.ping(),
        }),
      ),
      own(
        apiSpecRoutes({
          openApi: async () => {
            const { openApiOf } = await import('../api-spec/openapi.ts');
            return openApiOf(http.routes, { version: koineVersion(), limits });
          },
          asyncApi: async () => {
            const { asyncApiOf } = await import('../api-spec/asyncapi.ts');
            return asyncApiOf(await protocols.channels(), { version: koineVersion(), limits });
          },
          originOf: ({ raw }) => originAsked(raw, config),
          budgets: core.budgets,
        }),
      ),
      own(
        pageRoutes({
          version: koineVersion(),
          urls: () => urls,
          protocols: config.protocols,
          sandbox: config.production ? null : { apiKey: SANDBOX.apiKey, roomId: SANDBOX.roomId },
          ofProtocols: pageFactsOf(definitions, config),
          embedOrigins: canonicalOrigins(config.embedOrigins),
          limits,
          status: protocols.status ?? null,
          dist: WEB_DIST,
          log,
        }),
        { hasPages: true },
      ),
      ...(protocols.list.some(({ framing }) => framing === 'socket.io')
        ? [own(stockClientRoutes, { hasPages: true })]
        : []),
      {
        prefix: '/api/admin',
        routes: adminRoutes({ core, server: view, adminKey: config.adminKey, operatorKey }),
        spec: async () => (await import('../http/admin/api-spec.ts')).adminSpec,
        hasPages: false,
      },
      ...protocols.routes,
    ],
  });
  const transport = new Transport(
    {
      hub,
      clock,
      log,
      budgets: core.budgets,
      throttle,
      limits,
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
    },
    http.handle,
  );
  const missing: { port: number; why: string }[] = [];
  for (const port of config.ports) {
    const listening = await transport.listen({ port, host: config.host });
    if (listening.kind === 'listening') urls.push(listening.url);
    else missing.push({ port, why: WHY_NOT[listening.kind] });
  }
  firstUrl = ownOrigin(urls[0] ?? '', networkInterfaces());
  if (config.production && config.publicUrl === null)
    log.warn({ origin: firstUrl }, 'publicUrl is not set: avatar URLs begin with this origin');
  if (urls.length > 0) writeRunningFile(config.data, { urls, pid: process.pid });
  core.retention.start();
  core.sanctionEnds.start();

  const close = async () => {
    bots.stop();
    live.stop();
    core.sanctionEnds.stop();
    await core.retention.stop();
    removeRunningFile(config.data);
    // What was taken is stored and acknowledged while clients are still connected to receive it; what comes now is refused.
    const late = new Promise<void>((resolve) => clock.after(limits.shutdownMs / 2, resolve));
    const recorded = Promise.all([core.apps.close(), core.signIns.close()]).catch(onError);
    await Promise.race([Promise.all([recorded, stores.finishWrites()]), late]);
    await transport.close(limits.shutdownMs / 2);
    await http.close();
    await opened.close();
  };
  let closing: Promise<void> | null = null;
  const storageLost = lost.promise;
  return {
    urls,
    missing,
    core,
    calls: http.routes,
    storageLost,
    close: () => (closing ??= close()),
  };
}

/** The core as the hub asks it for rights. */
function rightsOf({ access, grants }: Core): RightsSource {
  return {
    standing: (actor, roomId) => access.standing(actor, roomId),
    inApp: (actor) => access.inApp(actor),
    ask: (appId, userId, grant) => grants.ask(appId, userId, grant),
    changes: () => grants.changes,
  };
}

/** Routes that belong to no protocol. The spec is loaded when it is asked for: a start needs none of it. */
function own(routes: HttpPlugin['routes'], { hasPages = false } = {}): HttpPlugin {
  const spec = async () => (await import('../http/server-spec.ts')).serverSpec;
  return { prefix: '/', routes, spec, hasPages };
}

const WHY_NOT: Readonly<Record<Exclude<Listening['kind'], 'listening'>, string>> = {
  portInUse: 'it is in use',
  notPermitted: 'this user may not open it',
  addressUnavailable: 'the host address is not this machine’s',
};
