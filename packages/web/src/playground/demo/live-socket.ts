import { io, type Socket } from 'socket.io-client';
import { parseJson } from '../../lib/json.ts';
import { closeText, isRefusal } from '../console/close-text.ts';
import type { Status } from './chat-state.ts';
import { createRetry } from './retry.ts';

export interface LiveSocket {
  /** Whether it could be sent. */
  send(frame: unknown): boolean;
  /** Connects anew, e.g. under another name. */
  restart(): void;
  close(): void;
}

export interface LiveSocketOptions {
  /** Asked for at each try. */
  readonly url: () => string;
  readonly setStatus: (status: Status) => void;
  readonly opened?: () => void;
  readonly received: (frame: unknown) => void;
}

/** A WebSocket of JSON frames that comes back by itself, and says how it stands. */
export function createLiveSocket({
  url,
  setStatus,
  opened,
  received,
}: LiveSocketOptions): LiveSocket {
  let socket: WebSocket | null = null;
  const retry = createRetry(connect, (seconds) =>
    setStatus({ kind: 'offline', ...offline(seconds) }),
  );

  function connect() {
    setStatus({ kind: 'connecting', text: 'Connecting' });
    const made = new WebSocket(url());
    socket = made;
    made.onopen = () => {
      retry.succeeded();
      setStatus({ kind: 'live', text: 'Live' });
      opened?.();
    };
    made.onmessage = ({ data }) => received(parseJson(String(data)));
    made.onclose = ({ code, reason }) => {
      if (socket !== made) return;
      socket = null;
      const text = `${closeText(code)}${reason === '' ? '' : `: ${reason}`} (${code})`;
      // A refusal stays one.
      if (isRefusal(code)) setStatus({ kind: 'refused', text });
      else retry.failed();
    };
  }

  function leave() {
    const old = socket;
    socket = null;
    old?.close();
    retry.stop();
  }

  connect();
  return {
    send(frame) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    restart() {
      leave();
      connect();
    },
    close: leave,
  };
}

export interface LiveSocketIoOptions {
  readonly origin: string;
  /** A user token, where the server asks for one. */
  readonly token: string | null;
  /** The last position of each room that was seen, asked for at each try. */
  readonly since: () => Readonly<Record<string, string>>;
  readonly setStatus: (status: Status) => void;
}

/** The stock Socket.IO client, with the same way back and the same words. */
export function createLiveSocketIo({
  origin,
  token,
  since,
  setStatus,
}: LiveSocketIoOptions): Socket {
  const socket = io(origin, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: (take) => take({ ...(token !== null && { token }), since: since() }),
  });
  const retry = createRetry(
    () => {
      setStatus({ kind: 'connecting', text: 'Connecting' });
      socket.connect();
    },
    (seconds) => setStatus({ kind: 'offline', ...offline(seconds) }),
  );
  setStatus({ kind: 'connecting', text: 'Connecting' });
  socket.on('connect', () => {
    retry.succeeded();
    setStatus({ kind: 'live', text: 'Live' });
  });
  socket.on('connect_error', (error) => {
    // A network that is down is an error of the transport, which has a type; the server's refusal is a plain one.
    if (token !== null && !('type' in error))
      setStatus({ kind: 'refused', text: `Refused: ${error.message}` });
    else retry.failed();
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') retry.stop();
    else retry.failed();
  });
  return socket;
}

function offline(seconds: number) {
  return { text: `Offline, next try in ${seconds} s` };
}
