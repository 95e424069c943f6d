import { createChatView } from '../chat-view.js';
import { digits, keptName, namedField } from '../dom.js';
import { liveSocket } from '../live-socket.js';

/** Public chat under a name of one's own. */
export function lobbyPane() {
  let name = keptName('lobby.name', `guest-${digits()}`);
  const rename = (value) => {
    name = value;
    sessionStorage.setItem('lobby.name', name);
    socket.restart();
  };
  const chat = createChatView({
    title: 'Lobby',
    empty: 'Nobody has said anything since you came. A bot may answer if you do.',
    charsMax: 4000,
    tools: namedField('Name', name, rename),
    send: (text) => socket.send({ message: text }),
  });
  const socket = liveSocket(() => `/ws/chat/${encodeURIComponent(name)}`, chat, {
    frame(frame) {
      if (frame.type === 'system') {
        chat.list.say(frame.message);
        chat.setStatus('live', `Live, ${frame.online_users} online`);
      } else if (frame.type === 'message') chat.list.put(shownOf(frame, name));
      else if (frame.type === 'error') chat.refuse(frame.message);
    },
  });
  return [chat.element];
}

function shownOf(frame, name) {
  return {
    id: frame.id,
    senderId: frame.sender,
    sender: frame.sender_name ?? frame.sender,
    text: frame.message,
    // The document's times have no zone: they are UTC.
    at: Date.parse(`${frame.timestamp.slice(0, 23)}Z`),
    isOwn: frame.sender === name,
    isBot: frame.sender_name !== undefined,
  };
}
