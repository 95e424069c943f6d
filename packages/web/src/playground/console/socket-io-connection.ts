import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { parseJson } from '../../lib/json.ts';
import { disconnectText } from './close-text.ts';
import {
  type Connection,
  type ConnectionState,
  foreignUrlError,
  isAtRest,
  type Target,
} from './connection.ts';
import type { FrameLog } from './frame-log.ts';
import { describePacket } from './socket-io-packet.ts';

/** The digit in front of an Engine.IO packet. */
const DIGITS: Readonly<Record<string, string>> = {
  open: '0',
  close: '1',
  ping: '2',
  pong: '3',
  message: '4',
  upgrade: '5',
  noop: '6',
};

/** A console's connection by the stock Socket.IO client; the log shows its packets as they are on the wire. */
export function createSocketIoConnection(log: FrameLog, now: () => number): Connection {
  const state = signal<ConnectionState>({ kind: 'idle' });
  let socket: Socket | null = null;

  function note(type: string, text: string, isError = false) {
    log.add({ direction: 'note', at: now(), type, text, isError });
  }

  function packet(direction: 'in' | 'out', { type, data }: { type: string; data?: unknown }) {
    const text = `${DIGITS[type] ?? ''}${typeof data === 'string' ? data : ''}`;
    log.add({ direction, at: now(), text, ...describePacket(text) });
  }

  function end(kind: 'closed' | 'refused', reason: string) {
    socket?.removeAllListeners();
    socket?.disconnect();
    socket = null;
    state.value = { kind, reason };
    note('close', reason, kind === 'refused');
  }

  function begin({ url, auth, transport }: Target): string | null {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      return `Not an http:// or https:// URL: ${url}`;
    const foreign = foreignUrlError(url);
    if (foreign !== null) return foreign;
    const parsed = auth.trim() === '' ? {} : parseJson(auth);
    if (typeof parsed !== 'object' || parsed === null) return 'auth is no JSON object';
    const { origin, pathname, search, searchParams } = new URL(url);
    const opened = io(origin, {
      path: pathname,
      query: Object.fromEntries(searchParams),
      auth: { ...parsed },
      transports: [transport],
      forceNew: true,
      reconnection: false,
    });
    socket = opened;
    state.value = { kind: 'connecting' };
    note('connecting', `${origin}${pathname}${search} by ${transport}`);
    const { engine } = opened.io;
    engine.on('packet', (received) => packet('in', received));
    engine.on('packetCreate', (sent) => packet('out', sent));
    opened.on('connect', () => {
      state.value = { kind: 'open', since: now() };
    });
    opened.on('connect_error', (error) => {
      if (socket === opened) end('refused', `Refused: ${error.message}`);
    });
    opened.on('disconnect', (closeReason) => {
      if (socket === opened) end('closed', `${disconnectText(closeReason)} (${closeReason})`);
    });
    return null;
  }

  return {
    state,
    connect(target) {
      if (!isAtRest(state.value)) return;
      const fault = begin(target);
      if (fault === null) return;
      state.value = { kind: 'refused', reason: fault };
      note('refused', fault, true);
    },
    disconnect() {
      if (socket !== null) end('closed', disconnectText('io client disconnect'));
    },
    send({ event, text, wantsAck }) {
      if (socket?.connected !== true) return 'Not connected';
      if (event === null || event.trim() === '') return 'An event needs a name';
      const payload = text.trim() === '' ? undefined : parseJson(text);
      if (payload === undefined && text.trim() !== '') return 'The payload is not JSON';
      const args: unknown[] = payload === undefined ? [] : [payload];
      if (wantsAck) args.push(() => {});
      try {
        socket.emit(event.trim(), ...args);
      } catch (error) {
        // The client walks through the payload by recursion.
        if (error instanceof RangeError) return 'Nested too deeply to be sent';
        throw error;
      }
      return null;
    },
  };
}
