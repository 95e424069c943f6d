import { io } from '/site/socket.io.js';
import { createRetry } from './retry.js';

/**
 * A WebSocket of JSON frames that comes back by itself, and says on the chat how it stands.
 * @param {() => string} url Path and query; asked for at each try.
 * @param {{ setStatus(kind: string, words: string): void }} chat
 * @param {{ frame(frame: any): void, open?(): void }} on
 */
export function liveSocket(url, chat, on) {
  let socket = null;
  const retry = createRetry(connect, (words) => chat.setStatus('offline', words));

  function connect() {
    chat.setStatus('connecting', 'Connecting');
    const opened = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${url()}`);
    socket = opened;
    opened.onopen = () => {
      retry.succeeded();
      chat.setStatus('live', 'Live');
      on.open?.();
    };
    opened.onmessage = ({ data }) => on.frame(JSON.parse(data));
    opened.onclose = ({ code, reason }) => {
      if (socket !== opened) return;
      socket = null;
      // A refusal stays one.
      if (code >= 4000 && code < 4500) chat.setStatus('refused', reason || `Refused (${code})`);
      else retry.failed();
    };
  }

  connect();
  return {
    /** Whether it could be sent. */
    send(frame) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    /** Connects anew, e.g. under another name. */
    restart() {
      const old = socket;
      socket = null;
      old?.close();
      retry.stop();
      connect();
    },
  };
}

/**
 * The stock Socket.IO client, with the same way back and the same words.
 * @param {{ setStatus(kind: string, words: string): void }} chat
 */
export function liveSocketIo(chat) {
  const socket = io(location.origin, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const retry = createRetry(
    () => {
      chat.setStatus('connecting', 'Connecting');
      socket.connect();
    },
    (words) => chat.setStatus('offline', words),
  );
  chat.setStatus('connecting', 'Connecting');
  socket.on('connect', () => {
    retry.succeeded();
    chat.setStatus('live', 'Live');
  });
  socket.on('connect_error', () => retry.failed());
  socket.on('disconnect', () => retry.failed());
  return socket;
}
