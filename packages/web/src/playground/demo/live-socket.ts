import type { Signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { parseJson } from '../../lib/json.ts';
import { closeText, isPermanent } from '../console/close-text.ts';
import type { Status } from './chat-state.ts';
import { createRetry } from './retry.ts';

export interface LiveSocketOptions {
  /** Called at each try. */
  readonly url: () => string;
  readonly status: Signal<Status>;
  readonly onOpen?: () => void;
  readonly onFrame: (frame: unknown) => void;
}

/** A WebSocket of JSON frames that reconnects by itself and writes its status. */
export function createLiveSocket({ url, status, onOpen, onFrame }: LiveSocketOptions) {
  let socket: WebSocket | null = null;
  const retry = createRetry(status, () => {
    const made = new WebSocket(url());
    socket = made;
    made.onopen = () => {
      retry.succeeded();
      onOpen?.();
    };
    made.onmessage = ({ data }) => onFrame(parseJson(String(data)));
    made.onclose = ({ code, reason }) => {
      if (socket !== made) return;
      socket = null;
      const text = `${closeText(code)}${reason === '' ? '' : `: ${reason}`} (${code})`;
      if (isPermanent(code)) status.value = { kind: 'refused', text };
      else retry.failed();
    };
  });

  function close() {
    const old = socket;
    socket = null;
    old?.close();
    retry.stop();
  }

  retry.now();
  return {
    /** Whether it could be sent. */
    send(frame: unknown) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    /** Connects anew, e.g. under another name. */
    restart() {
      close();
      retry.now();
    },
    close,
  };
}

export interface LiveSocketIoOptions {
  readonly origin: string;
  /** A user token, where the server requires one. */
  readonly token: string | null;
  /** The last received position of each room; called at each try. */
  readonly since: () => Readonly<Record<string, string>>;
  readonly status: Signal<Status>;
}

/** The stock Socket.IO client, which reconnects and writes its status like `createLiveSocket`. */
export function createLiveSocketIo(options: LiveSocketIoOptions): Socket {
  const { origin, token, since, status } = options;
  const socket = io(origin, {
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnection: false,
    auth: (take) => take({ ...(token !== null && { token }), since: since() }),
  });
  const retry = createRetry(status, () => socket.connect());
  socket.on('connect', retry.succeeded);
  socket.on('connect_error', (error) => {
    // A network that is down is an error of the transport, which has a type; the server's error is a plain one.
    if (token !== null && !('type' in error))
      status.value = { kind: 'refused', text: `Refused: ${error.message}` };
    else retry.failed();
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') retry.stop();
    else retry.failed();
  });
  retry.now();
  return socket;
}
