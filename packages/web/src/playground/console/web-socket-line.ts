import { signal } from '@preact/signals';
import { closeWords, isRefusal } from './close-words.ts';
import { describeFrame } from './describe-frame.ts';
import type { FrameLog } from './frame-log.ts';
import { foreignWords, isAtRest, type Line, type LineState } from './line.ts';

/** A console's connection to a protocol of plain WebSocket frames. */
export function createWebSocketLine(log: FrameLog, now: () => number): Line {
  const state = signal<LineState>({ kind: 'idle' });
  let socket: WebSocket | null = null;

  function note(type: string, text: string, isError = false) {
    log.add({ direction: 'note', at: now(), type, text, isError });
  }

  function refuse(words: string) {
    state.value = { kind: 'refused', words };
    note('refused', words, true);
  }

  /** Browsers take relative addresses too, which nobody means here. */
  function faultOf(url: string): string | null {
    if (!/^wss?:\/\//.test(url) || !URL.canParse(url)) return `Not a ws:// or wss:// URL: ${url}`;
    return foreignWords(url);
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
      opened.onclose = ({ code, reason }) => {
        if (socket !== opened) return;
        socket = null;
        const wasOpen = state.value.kind === 'open';
        const words = `${code} ${closeWords(code)}${reason === '' ? '' : `: ${reason}`}`;
        const isRefused = isRefusal(code) || !wasOpen;
        state.value = { kind: isRefused ? 'refused' : 'closed', words };
        note('close', words, isRefused || code !== 1000);
      };
    },
    disconnect() {
      if (state.value.kind !== 'connecting') return void socket?.close(1000);
      const given = socket;
      socket = null;
      given?.close();
      state.value = { kind: 'closed', words: 'Given up before it opened' };
      note('close', state.value.words);
    },
    send({ text }) {
      if (socket?.readyState !== WebSocket.OPEN) return 'Not connected';
      socket.send(text);
      log.add({ direction: 'out', at: now(), text, ...describeFrame(text) });
      return null;
    },
  };
}
