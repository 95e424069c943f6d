import { property, textProperty } from '../../lib/json.ts';
import { createDrawThrottle } from '../draw-throttle.ts';
import { type ChatState, createChatState, type DemoMessage, DRAWN_EVERY_MS } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';
import { createResumePoint } from './resume-point.ts';

/** What every demo chat can do. */
export interface DemoChat extends Disposable {
  readonly state: ChatState;
  /** Whether it was taken; if not, the text stays in the composer. */
  send(text: string): boolean | Promise<boolean>;
}

export interface NamedChat extends DemoChat {
  /** Begins anew under another name. */
  rename(name: string): void;
}

/** The lobby under a name of one's own. @param ws e.g. `ws://127.0.0.1:8080` */
export function createLobbyChat(ws: string, firstName: string): NamedChat {
  const state = createChatState(createDrawThrottle(DRAWN_EVERY_MS));
  const point = createResumePoint();
  let name = firstName;

  function take(frame: unknown) {
    const text = textProperty(frame, 'message') ?? '';
    const type = textProperty(frame, 'type');
    const mayMiss = type === 'resync' && point.isKnown();
    if (type === 'resync') point.reset();
    point.saw(frame);
    switch (type) {
      case 'system': {
        state.say(text);
        const online = property(frame, 'online_users');
        state.status.value = { kind: 'live', text: `Live, ${String(online)} online` };
        return;
      }
      case 'message':
        return state.put(messageOf(frame, name));
      case 'resync':
        if (mayMiss) state.say('Messages may be missing');
        return;
      case 'error':
        state.refusal.value = text;
    }
  }

  const socket = createLiveSocket({
    url: () => `${ws}/ws/chat/${encodeURIComponent(name)}?since=${point.since()}`,
    setStatus: (status) => {
      state.status.value = status;
    },
    received: take,
  });
  return {
    state,
    send: (text) => socket.send({ message: text }),
    rename(value) {
      name = value;
      socket.restart();
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

function messageOf(frame: unknown, ownName: string): DemoMessage {
  const sender = textProperty(frame, 'sender') ?? '';
  const botName = textProperty(frame, 'sender_name');
  // The document's times have no zone: they are UTC.
  const at = Date.parse(`${(textProperty(frame, 'timestamp') ?? '').slice(0, 23)}Z`);
  return {
    id: textProperty(frame, 'id') ?? '',
    senderId: sender,
    sender: botName ?? sender,
    text: textProperty(frame, 'message') ?? '',
    at,
    isOwn: sender === ownName,
    isBot: botName !== undefined,
  };
}
