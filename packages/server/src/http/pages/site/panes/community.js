import { createChatView } from '../chat-view.js';
import { h } from '../dom.js';
import { liveSocketIo } from '../live-socket.js';

/** A guest in a public room, or in one that the guest has made. */
export function communityPane() {
  let token = null;
  let ownUid = null;
  let roomUid = null;
  let online = 0;

  const rooms = h('select.field', { id: 'community-room' });
  const add = h('button.button.small', { type: 'button', disabled: true }, 'New room');
  const label = h('label', { for: 'community-room' }, 'In');
  const chat = createChatView({
    title: 'Guest',
    charsMax: 4000,
    placeholder: 'Message, or !help',
    tools: [label, rooms, add],
    send(text) {
      if (!socket.connected || token === null) return false;
      socket.emit('sendMessage', { text });
      return true;
    },
  });
  rooms.addEventListener('change', () => join(rooms.value));
  add.addEventListener('click', createRoom);

  async function call(path, body) {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  async function begin() {
    try {
      if (token === null) {
        const signedIn = await call('/users/login', { guest: true });
        token = signedIn.token;
        ownUid = signedIn.user.uid;
        const list = (await call('/rooms')).rooms ?? [];
        for (const room of list) offer(room);
        add.disabled = false;
      }
      socket.emit('login', { token });
      join(roomUid ?? rooms.value);
    } catch (error) {
      chat.refuse(error.message);
    }
  }

  function offer(room) {
    rooms.append(h('option', { value: room.uid }, room.name || room.uid));
  }

  function join(uid) {
    if (uid === '') return chat.setAside('There is no public room yet: make one.');
    if (uid !== roomUid) chat.list.clear();
    roomUid = uid;
    socket.emit('join', { uid });
  }

  async function createRoom() {
    add.disabled = true;
    try {
      const { room } = await call('/rooms', { name: `Room of ${new Date().toLocaleTimeString()}` });
      offer(room);
      rooms.value = room.uid;
      join(room.uid);
      chat.setAside('You own this room: try !room name A better name');
    } catch (error) {
      chat.refuse(error.message);
    }
    add.disabled = false;
  }

  function show({ id, timestamp, message, user, deleted }) {
    chat.list.put({
      id: String(id),
      senderId: user.uid,
      sender: user.displayName,
      text: message,
      at: timestamp,
      isOwn: user.uid === ownUid,
      isBot: user.roles?.includes('bot'),
      isDeleted: deleted === true,
    });
  }

  const socket = liveSocketIo(chat);
  socket.on('connect', begin);
  socket.on('room_messages', ({ messages }) => messages.forEach(show));
  socket.on('message', show);
  socket.on('message_deleted', ({ ids }) => {
    const shown = chat.list.get(String(ids));
    if (shown !== undefined) chat.list.put({ ...shown, isDeleted: true });
  });
  socket.on('room_purged', () => chat.list.clear());
  socket.on('room_users', ({ users }) => {
    online = users.length;
    chat.setStatus('live', `Live, ${online} online`);
  });
  socket.on('room_updated', ({ room }) => {
    for (const option of rooms.options) if (option.value === room.uid) option.text = room.name;
    rooms.value = room.uid;
  });
  socket.on('system', ({ type, text }) => {
    if (type === 'error') chat.refuse(text);
    else chat.list.say(text);
  });
  socket.on('error', ({ message }) => chat.refuse(message));
  return [chat.element];
}
