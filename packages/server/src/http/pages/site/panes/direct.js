import { createChatView } from '../chat-view.js';
import { liveSocketIo } from '../live-socket.js';

const ADA = { id: 'demo-ada', name: 'Ada' };
const GRACE = { id: 'demo-grace', name: 'Grace' };

/** Both ends of one conversation. */
export function directPane() {
  return [directChat(ADA, GRACE), directChat(GRACE, ADA)];
}

function directChat(me, other) {
  let roomId = null;
  const chat = createChatView({
    title: `${me.name} to ${other.name}`,
    placeholder: `Write as ${me.name}`,
    charsMax: 4000,
    send(body) {
      if (!socket.connected || roomId === null) return false;
      socket.emit('send_message', { roomId, senderId: me.id, body });
      return true;
    },
  });
  const socket = liveSocketIo(chat);
  const show = (message) => {
    const isOwn = message.sender_id === me.id;
    const sender = isOwn ? me.name : other.name;
    const at = Date.parse(message.created_at);
    chat.list.put({
      id: message.id,
      senderId: message.sender_id,
      sender,
      text: message.body,
      at,
      isOwn,
    });
  };
  socket.on('connect', () => {
    socket.emit('register_user', me.id);
    socket.emit('join_chat', { userId: me.id, targetUserId: other.id });
  });
  socket.on('room_joined', (joined) => {
    roomId = joined.roomId;
  });
  socket.on('message_history', ({ messages }) => messages.forEach(show));
  socket.on('new_message', show);
  socket.on('error', ({ message }) => chat.refuse(message));
  return chat.element;
}
