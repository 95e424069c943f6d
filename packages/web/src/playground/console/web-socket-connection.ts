import { closeText, isPermanent } from './close-text.ts';
import { type Connection, createConnection, urlError } from './connection.ts';
import { describeFrame } from './describe-frame.ts';
import type { FrameLog } from './frame-log.ts';

/** A console's connection to a protocol of plain WebSocket frames. */
export function createWebSocketConnection(log: FrameLog): Connection {
  let socket: WebSocket | null = null;
  return createConnection(log, ({ state, add, note }) => ({
    connect({ url }) {
      const error = urlError(url, 'ws');
      if (error !== null) return error;
      const opened = new WebSocket(url);
      socket = opened;
      state.value = { kind: 'connecting' };
      note('connecting', url);
      opened.onopen = () => {
        state.value = { kind: 'open' };
        note('open', 'Connected');
      };
      opened.onmessage = ({ data }) => {
        const text = typeof data === 'string' ? data : '(binary)';
        add('in', text, describeFrame(text));
      };
      opened.onclose = ({ code, reason: closeReason }) => {
        if (socket !== opened) return;
        socket = null;
        const wasOpen = state.value.kind === 'open';
        const reason = `${code} ${closeText(code)}${closeReason === '' ? '' : `: ${closeReason}`}`;
        const isRefused = isPermanent(code) || !wasOpen;
        state.value = { kind: isRefused ? 'refused' : 'closed', reason };
        note('close', reason, isRefused || code !== 1000);
      };
      return null;
    },
    disconnect() {
      if (state.value.kind !== 'connecting') return void socket?.close(1000);
      const pending = socket;
      socket = null;
      pending?.close();
      state.value = { kind: 'closed', reason: 'Cancelled before it opened' };
      note('close', state.value.reason);
    },
    send({ text }) {
      if (socket?.readyState !== WebSocket.OPEN) return 'Not connected';
      socket.send(text);
      add('out', text, describeFrame(text));
      return null;
    },
  }));
}
