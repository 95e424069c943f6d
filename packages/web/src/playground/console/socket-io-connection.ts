import { io, type Socket } from 'socket.io-client';
import { parseJson } from '../../lib/json.ts';
import { disconnectText } from './close-text.ts';
import { type Connection, createConnection, urlError } from './connection.ts';
import type { FrameLog } from './frame-log.ts';
import { describePacket } from './socket-io-packet.ts';

/** The types of Engine.IO packets, by the digit in front of them. */
const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];

/** A console's connection by the stock Socket.IO client; the log shows its packets as they are on the wire. */
export function createSocketIoConnection(log: FrameLog): Connection {
  let socket: Socket | null = null;
  return createConnection(log, ({ state, add, note }) => {
    function addPacket(direction: 'in' | 'out', { type, data }: { type: string; data?: unknown }) {
      const digit = TYPES.indexOf(type);
      const text = `${digit < 0 ? '' : digit}${typeof data === 'string' ? data : ''}`;
      add(direction, text, describePacket(text));
    }

    function end(kind: 'closed' | 'refused', reason: string) {
      socket?.removeAllListeners();
      socket?.disconnect();
      socket = null;
      state.value = { kind, reason };
      note('close', reason, kind === 'refused');
    }

    return {
      connect({ url, auth, transport }) {
        const error = urlError(url, 'http');
        if (error !== null) return error;
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
        engine.on('packet', (received) => addPacket('in', received));
        engine.on('packetCreate', (sent) => addPacket('out', sent));
        opened.on('connect', () => {
          state.value = { kind: 'open' };
        });
        opened.on('connect_error', ({ message }) => {
          if (socket === opened) end('refused', `Refused: ${message}`);
        });
        opened.on('disconnect', (reason) => {
          if (socket === opened) end('closed', `${disconnectText(reason)} (${reason})`);
        });
        return null;
      },
      disconnect() {
        if (socket !== null) end('closed', disconnectText('io client disconnect'));
      },
      send({ event, text, wantsAck }) {
        if (socket?.connected !== true) return 'Not connected';
        if (event === null || event.trim() === '') return 'An event needs a name';
        const isEmpty = text.trim() === '';
        const payload = parseJson(text);
        if (payload === undefined && !isEmpty) return 'The payload is not JSON';
        const args: unknown[] = isEmpty ? [] : [payload];
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
  });
}
