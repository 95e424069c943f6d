import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.ts';
import { community, direct } from '../dialects/events.ts';
import { lobby, type Place, platform, reactions } from '../dialects/frames.ts';
import { bench, root } from '../lib/paths.ts';
import { ADMIN_KEY, postJson, textField } from '../lib/rest.ts';
import { ServerProcess } from '../lib/server-process.ts';
import { TempDirectory } from '../lib/temp-directory.ts';

/** Those whose rooms are open to many. */
export const PROTOCOLS = ['lobby', 'reactions', 'platform', 'community'] as const;
export type Protocol = (typeof PROTOCOLS)[number];
/** With `direct`, whose rooms are of two: it has no room for everyone, so not everything can be measured. */
export const ALL_PROTOCOLS = [...PROTOCOLS, 'direct'] as const;
export type AnyProtocol = (typeof ALL_PROTOCOLS)[number];

export interface KoineOptions {
  /** Default: a new directory, gone afterwards. */
  readonly data?: string;
  /** With a collector that can be called. */
  readonly isProbed?: boolean;
  /** Where to write a processor profile of each thread; such a server has to be stopped, not killed. */
  readonly profileInto?: string | undefined;
}

export interface RunningKoine extends AsyncDisposable {
  readonly server: ServerProcess;
}

/** The sandbox's public room, for the protocols of the default app. */
export const COMMUNITY_ROOM = 'lobby';

/** At this height Koine takes a limit for none. */
const NONE = '1000000';
const LIMITS_RAISED = [
  'lobby-messages-per-minute',
  'reactions-messages-per-minute',
  'direct-messages-per-minute',
  'community-messages-per-minute',
  'community-calls-per-minute',
  'community-logins-per-minute',
  'platform-messages-per-minute',
  'platform-messages-per-hour',
  'platform-connections-per-user',
  'platform-calls-per-minute',
  'connections-per-address-max',
  'joins-per-minute',
  'idle-connections-per-address-max',
];

/** Koine as its users start it: storage on, each message on disk before anyone sees it. Only limits are raised and bots off. */
export async function startKoine(options: KoineOptions = {}): Promise<RunningKoine> {
  await using stack = new AsyncDisposableStack();
  const data = options.data ?? join(stack.use(new TempDirectory()).path, 'data');
  const limits = LIMITS_RAISED.flatMap((name) => [`--limits-${name}`, NONE]);
  const { profileInto, isProbed = false } = options;
  const flags = ['--ports', '0', '--data', data, '--bots-probability', '0', '--log-level', 'warn'];
  const server = await ServerProcess.start({
    command: process.execPath,
    args: [
      // As `npm start` does.
      '--max-semi-space-size=16',
      ...(isProbed ? PROBE : []),
      ...(profileInto === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileInto]),
      // A profile should name the sources, not the bundle that is started otherwise.
      join(
        root,
        'packages/server',
        profileInto === undefined ? 'bin/koine.mjs' : 'src/cli/main.ts',
      ),
      'serve',
      ...flags,
      ...limits,
    ],
    env: { KOINE_ADMIN_KEY: ADMIN_KEY },
  });
  stack.defer(() => (profileInto === undefined ? server[Symbol.asyncDispose]() : server.stop()));
  const all = stack.move();
  return { server, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Lets the benchmark have garbage collected in a server on Node. */
export const PROBE = ['--expose-gc', '--import', join(bench, 'lib/gc-probe.ts')];

/** How clients of a protocol come to this server: by default all of them into one room. */
export async function dialectOf(
  protocol: AnyProtocol,
  { port }: ServerProcess,
  place: Place = {},
): Promise<Dialect> {
  switch (protocol) {
    case 'lobby':
      return lobby(place);
    case 'reactions':
      return reactions(place);
    case 'platform':
      return platform(place);
    case 'community': {
      const token = textField(await postJson(port, '/users/login', { guest: true }), 'token');
      return community({ ...place, token, room: place.room ?? (() => COMMUNITY_ROOM) });
    }
    case 'direct':
      return direct();
  }
}

export interface BenchRoom {
  readonly id: string;
  readonly uid: string;
}

/** Makes a public room of the sandbox's app under this uid that is open to clients of every protocol. */
export async function createRoom({ port }: ServerProcess, uid: string): Promise<BenchRoom> {
  const room = { name: uid, uid, app: 'sandbox', bridged: true };
  const made = await postJson(port, '/api/admin/create-room', room, { 'X-Admin-Key': ADMIN_KEY });
  return { id: textField(made, 'id'), uid };
}

/** How a protocol names a room in its URLs. */
export function nameOf(room: BenchRoom, protocol: Protocol): string {
  return protocol === 'platform' ? room.id : room.uid;
}
