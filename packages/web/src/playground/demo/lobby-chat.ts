import { signal } from '@preact/signals';
import { property, textProperty } from '../../lib/json.ts';
import { createChatState, type DemoMessage, type NamedChat } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';
import { createResumePoint } from './resume-point.ts';

/** The lobby under a self-chosen name. @param ws e.g. `ws://127.0.0.1:8080` */
export function createLobbyChat(ws: string, firstName: string): NamedChat {
  const state = createChatState();
  const point = createResumePoint();
  const name = signal(firstName);

  function handle(frame: unknown) {
    const text = textProperty(frame, 'message') ?? '';
    const type = textProperty(frame, 'type');
    const mayMiss = type === 'resync' && point.isKnown();
    if (type === 'resync') point.reset();
    point.record(frame);
    switch (type) {
      case 'system': {
        state.addNote(text);
        const online = property(frame, 'online_users');
        state.status.value = { kind: 'live', text: `Live, ${String(online)} online` };
        return;
      }
      case 'message':
        return state.put(messageOf(frame, name.value));
      case 'resync':
        if (mayMiss) state.addNote('Messages may be missing');
        return;
      case 'error':
        state.error.value = text;
    }
  }

  const socket = createLiveSocket({
    url: () => `${ws}/ws/chat/${encodeURIComponent(name.value)}?since=${point.since()}`,
    status: state.status,
    onFrame: handle,
  });
  return {
    state,
    name,
    send: (text) => socket.send({ message: text }),
    rename(value) {
      name.value = value;
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
