import type { Channel } from '../model/asyncapi.ts';

/** Something that happened on a connection. */
export type Happening =
  | { readonly kind: 'open' }
  | { readonly kind: 'in'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'callback'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'closed'; readonly words: string };

/** A connection as the page uses it. */
export interface Line {
  /** `type`: an event’s name; frames say theirs themselves. `text`: JSON. */
  send(type: string, text: string): void;
  close(): void;
}

export interface LineOptions {
  /** Where to, with path and query, e.g. `ws://127.0.0.1:8080/ws?room=general`. */
  readonly url: string;
  /** What a Socket.IO client passes as `auth`. */
  readonly auth: Readonly<Record<string, unknown>>;
  readonly happened: (happening: Happening) => void;
}

/** Connects with what a browser has, or with the stock Socket.IO client, loaded when it is first needed. */
export function openLine(channel: Channel, options: LineOptions): Promise<Line> {
  return channel.isSocketIo ? openSocketIo(options) : Promise.resolve(openWebSocket(options));
}

function openWebSocket({ url, happened }: LineOptions): Line {
  const socket = new WebSocket(url);
  let wasOpen = false;
  socket.onopen = () => {
    wasOpen = true;
    happened({ kind: 'open' });
  };
  socket.onmessage = ({ data }) => {
    const payload = parsed(String(data));
    happened({ kind: 'in', type: typeIn(payload), payload });
  };
  socket.onclose = ({ code, reason }) => {
    const said = `Closed: ${code}${reason === '' ? '' : ` ${reason}`}`;
    happened({ kind: 'closed', words: wasOpen ? said : `${said}; there was no answer` });
  };
  return {
    send: (_type, text) => socket.send(text),
    close: () => socket.close(),
  };
}

async function openSocketIo({ url, auth, happened }: LineOptions): Promise<Line> {
  const { io } = await import('socket.io-client');
  const socket = io(url, { auth, forceNew: true, reconnection: false, transports: ['websocket'] });
  socket.on('connect', () => happened({ kind: 'open' }));
  socket.on('connect_error', ({ message }) =>
    happened({ kind: 'closed', words: `Refused: ${message}` }),
  );
  socket.on('disconnect', (reason) => happened({ kind: 'closed', words: `Closed: ${reason}` }));
  socket.onAny((type: string, payload: unknown) => happened({ kind: 'in', type, payload }));
  return {
    send: (type, text) =>
      socket.emit(type, parsed(text), (payload: unknown) =>
        happened({ kind: 'callback', type, payload }),
      ),
    close() {
      // One that is not connected yet says nothing of its end.
      const { connected } = socket;
      socket.disconnect();
      if (!connected) happened({ kind: 'closed', words: 'Closed before it was open' });
    },
  };
}

/** What is no JSON is shown, and sent, as a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function typeIn(payload: unknown): string {
  const hasType = typeof payload === 'object' && payload !== null && 'type' in payload;
  return hasType && typeof payload.type === 'string' ? payload.type : 'frame';
}
