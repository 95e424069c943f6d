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
export type Handler =
  | { readonly framing: 'websocket'; readonly frames: FrameHandler }
  | { readonly framing: 'socket.io'; readonly events: EventHandler };

export function handleItem(handler: Handler, item: Inbound): void | Promise<void> {
  if (handler.framing === 'websocket') {
    if (typeof item === 'string') return handler.frames.receive(item);
    if (item === BINARY) return handler.frames.receiveBinary();
  } else if (typeof item === 'object') {
    return handler.events.receive(item.name, item.args, item.ack);
  }
}

/** Without its framing. */
export const sideOf = (handler: Handler): FrameHandler | EventHandler =>
  handler.framing === 'websocket' ? handler.frames : handler.events;
