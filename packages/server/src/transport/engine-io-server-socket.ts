import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { FRAGMENTS_MAX } from './options.ts';
import type { ThrottledEvents } from './throttled-events.ts';

/**
 * A websocket of engine.io's that reports its closing, before `ws` closes a bad or too large frame's by itself, and of `ws`'s
 * own pings, and that is held back with its address.
 */
export class EngineServerSocket extends WebSocket {
  closing: ((code: number) => void) | null = null;
  pinged: (() => void) | null = null;
  throttled: ThrottledEvents | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code !== undefined) this.closing?.(code);
    super.close(code, reason);
  }

  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    if (event === 'ping' || event === 'pong') this.pinged?.();
    const emit = () => super.emit(event, ...args);
    return this.throttled?.holds(emit) === true || emit();
  }
}

/** What engine.io makes its websockets with. */
export class EngineWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, maxFragments: FRAGMENTS_MAX, WebSocket: EngineServerSocket });
  }
}
