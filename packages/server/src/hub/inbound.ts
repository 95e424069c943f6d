import type { Ack, EventHandler, FrameHandler } from './protocol.ts';

/** A binary frame in the inbox. */
export const BINARY = Symbol('binary frame');
export type Inbound = string | typeof BINARY | InboundEvent;
interface InboundEvent {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly ack: Ack | undefined;
}

/** A protocol's side of a session. */
export type Handler = FrameHandler | EventHandler;

export function handleItem(handler: Handler, item: Inbound): void | Promise<void> {
  if ('receiveBinary' in handler) {
    if (typeof item === 'string') return handler.receive(item);
    if (item === BINARY) return handler.receiveBinary();
  } else if (typeof item === 'object') {
    return handler.receive(item.name, item.args, item.ack);
  }
}
