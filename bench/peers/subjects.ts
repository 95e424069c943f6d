import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.ts';
import { plainEvents } from '../dialects/events.ts';
import { plain } from '../dialects/frames.ts';
import { bench } from '../lib/paths.ts';
import { ServerProcess } from '../lib/server-process.ts';
import {
  ALL_PROTOCOLS,
  type AnyProtocol,
  dialectOf,
  type KoineOptions,
  PROBE,
  startKoine,
} from './koine.ts';

/** Servers that store nothing. `hub` and `hub-io` are Koine's own fan-out alone; the others are what npm brings. */
export const PEERS = ['ws', 'socket.io', 'bun', 'hub', 'hub-io'] as const;
export type Peer = (typeof PEERS)[number];

/**
 * Of how many people messages come, where many clients are needed only to be written to: 5,000 arrivals that are announced
 * to 5,000 clients take longer than the measurement.
 */
export const PEOPLE = 50;

/** A server and a way to speak to it: one line of a table. */
export interface Subject {
  readonly key: AnyProtocol | Peer;
  readonly title: string;
  start(options?: SubjectOptions): Promise<RunningSubject>;
}

export interface SubjectOptions extends Pick<KoineOptions, 'isProbed' | 'profileInto'> {
  /** How many different people the clients are, where a protocol knows people. Default: each one of its own. */
  readonly people?: number;
}

export interface RunningSubject extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly dialect: Dialect;
}

const TITLES: Readonly<Record<Peer, string>> = {
  ws: 'plain ws',
  'socket.io': 'stock Socket.IO',
  bun: 'Bun publish',
  hub: 'Koine’s hub alone',
  'hub-io': 'Koine’s hub alone, Socket.IO',
};

/** These protocols of Koine, then these peers; Bun only where it is installed. */
export function subjectsOf(protocols: readonly AnyProtocol[], peers: readonly Peer[]): Subject[] {
  const present = peers.filter((peer) => peer !== 'bun' || bunBinary !== undefined);
  if (present.length < peers.length)
    console.error('Bun is not installed for this platform: left out');
  return [...protocols.map(koineSubject), ...present.map(peerSubject)];
}

/** Those that a table shows unless told otherwise. */
export const USUAL_PEERS: readonly Peer[] = ['ws', 'socket.io', 'bun'];

export function isKoine({ key }: Pick<Subject, 'key'>): boolean {
  return ALL_PROTOCOLS.some((protocol) => protocol === key);
}

/** Where npm has put Bun's program for this platform. */
export const bunBinary = [`bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`]
  .map((name) => join(bench, 'node_modules/@oven', name, 'bin/bun'))
  .find(existsSync);

function koineSubject(protocol: AnyProtocol): Subject {
  return {
    key: protocol,
    title: `Koine ${protocol}`,
    async start({ people, ...options } = {}) {
      await using stack = new AsyncDisposableStack();
      const { server } = stack.use(await startKoine(options));
      const dialect = await dialectOf(protocol, server, people === undefined ? {} : { people });
      const all = stack.move();
      return { server, dialect, [Symbol.asyncDispose]: () => all.disposeAsync() };
    },
  };
}

function peerSubject(peer: Peer): Subject {
  const isEvents = peer === 'socket.io' || peer === 'hub-io';
  return {
    key: peer,
    title: TITLES[peer],
    async start({ isProbed = false } = {}) {
      const server = await ServerProcess.start({
        command: peer === 'bun' ? (bunBinary ?? 'bun') : process.execPath,
        args: [...(isProbed && peer !== 'bun' ? PROBE : []), join(bench, 'peers', FILES[peer])],
      });
      const dialect = isEvents ? plainEvents : plain;
      return { server, dialect, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
  };
}

const FILES: Readonly<Record<Peer, string>> = {
  ws: 'ws-server.ts',
  'socket.io': 'socket-io-server.ts',
  bun: 'bun-server.ts',
  hub: 'hub-server.ts',
  'hub-io': 'hub-server.ts',
};
