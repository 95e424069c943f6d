import { signal } from '@preact/signals';
import { closeText, isRefusal } from './close-text.ts';
import { type Connection, type ConnectionState, foreignUrlError, isAtRest } from './connection.ts';
import { describeFrame } from './describe-frame.ts';
import type { FrameLog } from './frame-log.ts';

/** A console's connection to a protocol of plain WebSocket frames. */
export function createWebSocketConnection(log: FrameLog, now: () => number): Connection {
  const state = signal<ConnectionState>({ kind: 'idle' });
  let socket: WebSocket | null = null;

  function note(type: string, text: string, isError = false) {
    log.add({ direction: 'note', at: now(), type, text, isError });
  }

  function refuse(reason: string) {
    state.value = { kind: 'refused', reason };
    note('refused', reason, true);
  }

  /** Browsers take relative addresses too, which are a mistake here. */
  function faultOf(url: string): string | null {
    if (!/^wss?:\/\//.test(url) || !URL.canParse(url)) return `Not a ws:// or wss:// URL: ${url}`;
    return foreignUrlError(url);
  }

  return {
    state,
    connect({ url }) {
      if (!isAtRest(state.value)) return;
      const fault = faultOf(url);
      if (fault !== null) return refuse(fault);
      const opened = new WebSocket(url);
      socket = opened;
      state.value = { kind: 'connecting' };
      note('connecting', url);
      opened.onopen = () => {
        state.value = { kind: 'open', since: now() };
        note('open', 'Connected');
      };
      opened.onmessage = ({ data }) => {
        const text = typeof data === 'string' ? data : '(binary)';
        log.add({ direction: 'in', at: now(), text, ...describeFrame(text) });
      };
      opened.onclose = ({ code, reason: closeReason }) => {
        if (socket !== opened) return;
        socket = null;
        const wasOpen = state.value.kind === 'open';
        const reason = `${code} ${closeText(code)}${closeReason === '' ? '' : `: ${closeReason}`}`;
        const isRefused = isRefusal(code) || !wasOpen;
        state.value = { kind: isRefused ? 'refused' : 'closed', reason };
        note('close', reason, isRefused || code !== 1000);
      };
    },
    disconnect() {
      if (state.value.kind !== 'connecting') return void socket?.close(1000);
      const given = socket;
      socket = null;
      given?.close();
      state.value = { kind: 'closed', reason: 'Cancelled before it opened' };
      note('close', state.value.reason);
    },
    send({ text }) {
      if (socket?.readyState !== WebSocket.OPEN) return 'Not connected';
      socket.send(text);
      log.add({ direction: 'out', at: now(), text, ...describeFrame(text) });
      return null;
    },
  };
}
