import { Writable } from 'node:stream';
import type { WebSocket } from 'ws';

/** A websocket whose client pays for the fragments that it sends. */
export interface FragmentedSocket extends WebSocket {
  /** A message has one fragment more than are free. */
  fragmented(): void;
}

/** Stock clients send a message in one, or in a few. */
const FREE_FRAGMENTS = 4;

/** On a receiver of `ws`: whose it is. On the receivers’ prototype: that it counts. */
const OWNER = Symbol('owner');

/**
 * Tells the socket of each fragment beyond the free ones, as it is read: `ws` itself reports whole messages only. Its receiver
 * takes every fragment by `dataMessage`, which is wrapped once for all, since a function for each idle connection would cost memory.
 */
export function watchFragments(socket: FragmentedSocket): void {
  const receiver: unknown = Reflect.get(socket, '_receiver');
  if (!(receiver instanceof Writable)) throw new Error('this version of ws reads otherwise');
  Reflect.set(receiver, OWNER, socket);
  const prototype: object = Object.getPrototypeOf(receiver);
  if (Object.hasOwn(prototype, OWNER)) return;
  Reflect.set(prototype, OWNER, null);
  const take: unknown = Reflect.get(prototype, 'dataMessage');
  if (typeof take !== 'function') throw new Error('this version of ws reads otherwise');
  Reflect.set(prototype, 'dataMessage', function dataMessage(this: object, done: unknown): unknown {
    const count: unknown = Reflect.get(this, '_numFragments');
    const owner: FragmentedSocket | null = Reflect.get(this, OWNER);
    if (owner !== null && typeof count === 'number' && count > FREE_FRAGMENTS) owner.fragmented();
    return take.call(this, done);
  });
}
