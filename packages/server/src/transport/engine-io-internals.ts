/**
 * The few fields of engine.io's and ws's objects that are not in their types. Fan-out writes to the net socket under a
 * Socket.IO client's websocket, which is 50 times as fast as `socket.write` for each client; to keep order it must know
 * that engine.io itself holds nothing back. Checked once when a connection comes, so that a release that renames a field
 * shows up as slow (everything through engine.io), never as disorder. The tests run the fast path.
 */
import { Socket as NetSocket } from 'node:net';
import type { Socket as EngineSocket } from 'engine.io';
import { WebSocket } from 'ws';

export interface EngineInternals {
  readonly id: string;
  /** Packets that wait until the transport can take them. */
  readonly writeBuffer: readonly unknown[];
  /** A websocket is being probed while polling goes on. */
  readonly upgrading: boolean;
  readonly readyState: string;
  readonly transport: { readonly name: string };
}

/** `null` when this release has them no more. */
export function internalsOf(socket: EngineSocket): EngineInternals | null {
  const candidate: object = socket;
  return hasInternals(candidate) ? candidate : null;
}

/** Lets go of the request that opened the connection: engine.io never reads it again, and it is larger than the socket. */
export function releaseRequest(socket: EngineSocket): void {
  Reflect.set(socket, 'request', null);
}

/** The websocket that the engine uses now, `null` while it is polling. */
export function webSocketUnder(socket: EngineSocket): WebSocket | null {
  const transport: object = socket.transport;
  if (!('socket' in transport)) return null;
  return transport.socket instanceof WebSocket ? transport.socket : null;
}

/** The net socket that a websocket reads and writes. */
export function netSocketUnder(webSocket: WebSocket | null): NetSocket | null {
  const owner: object | null = webSocket;
  if (owner === null || !('_socket' in owner)) return null;
  return owner._socket instanceof NetSocket ? owner._socket : null;
}

function hasInternals(candidate: object): candidate is EngineInternals {
  return (
    'id' in candidate &&
    typeof candidate.id === 'string' &&
    'writeBuffer' in candidate &&
    Array.isArray(candidate.writeBuffer) &&
    'upgrading' in candidate &&
    typeof candidate.upgrading === 'boolean' &&
    'readyState' in candidate &&
    'transport' in candidate
  );
}
