import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.ts';
import { plainEvents } from '../dialects/events.ts';
import { plain } from '../dialects/frames.ts';
import type { Options } from '../lib/options.ts';
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

/** Servers that store nothing, as npm brings them. */
export const PEERS = ['ws', 'socket.io', 'bun'] as const;
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
  start(options?: SubjectOptions): Promise<RunningSubject & AsyncDisposable>;
}

export interface SubjectOptions extends Pick<KoineOptions, 'isProbed' | 'profileInto'> {
  /** How many different people the clients are, where a protocol knows people. Default: each one of its own. */
  readonly people?: number;
}

/** A server that clients can come to. */
export interface RunningSubject {
  readonly server: ServerProcess;
  readonly dialect: Dialect;
}

const TITLES = { ws: 'plain ws', 'socket.io': 'stock Socket.IO', bun: 'Bun publish' } as const;

/** These protocols of Koine, then these peers; Bun only where it is installed. */
export function subjectsOf(protocols: readonly AnyProtocol[], peers: readonly Peer[]): Subject[] {
  const present = peers.filter((peer) => peer !== 'bun' || bunBinary !== undefined);
  if (present.length < peers.length)
    console.error('Bun is not installed for this platform: left out');
  return [...protocols.map(koineSubject), ...present.map(peerSubject)];
}

/** Those that the command line asks for; by default these protocols and all peers. */
export function subjectsAsked(options: Options, protocols: readonly AnyProtocol[]): Subject[] {
  return subjectsOf(
    options.names('protocols', protocols, protocols),
    options.names('peers', PEERS, PEERS),
  );
}

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
  return {
    key: peer,
    title: TITLES[peer],
    async start({ isProbed = false } = {}) {
      const server = await ServerProcess.start({
        command: peer === 'bun' ? (bunBinary ?? 'bun') : process.execPath,
        args: [
          ...(isProbed && peer !== 'bun' ? PROBE : []),
          join(bench, 'peers', `${peer.replace('.', '-')}-server.ts`),
        ],
      });
      const dialect = peer === 'socket.io' ? plainEvents : plain;
      return { server, dialect, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
  };
}
