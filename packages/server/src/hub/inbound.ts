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
