/**
 * A conversation of two over the direct protocol: `node examples/direct.mjs [url]`, by default http://localhost:3000.
 * Two users join it, write to each other and page back; then the program ends.
 */
import { io } from 'socket.io-client';

const url = process.argv[2] ?? 'http://localhost:3000';
const currentUser = 'user-uuid-1';
const otherUser = 'user-uuid-2';

const mine = await open(currentUser);
const theirs = await open(otherUser);

// The other one has the app open, not this chat: only their list of chats changes.
theirs.on('chat_list_update', ({ last_message, sender_id }) => {
  console.log(`${otherUser}: new from ${sender_id}: ${last_message}`);
});

// Join. The room is the same one for both, no matter who asks first.
// Its history follows in the same breath, so anyone who wants it listens before.
const joined = once(mine, 'room_joined');
const listing = once(mine, 'message_history');
mine.emit('join_chat', { userId: currentUser, targetUserId: otherUser });
const { roomId, room } = await joined;
console.log(`${currentUser}: in room ${roomId} with ${room.participant1} and ${room.participant2}`);
const history = await listing;
console.log(`${currentUser}: ${history.messages.length} messages so far`);

// Send. Everyone in the room gets it, the sender too.
const sent = once(mine, 'new_message');
const listed = once(theirs, 'chat_list_update');
mine.emit('send_message', { roomId, senderId: currentUser, body: 'Hello world!' });
show(await sent);
await listed;

// The other one opens the chat, finds the message there, and answers.
theirs.emit('join_chat', { userId: otherUser, targetUserId: currentUser });
const { messages } = await once(theirs, 'message_history');
console.log(`${otherUser}: finds "${messages.at(-1).body}"`);
const answer = once(mine, 'new_message');
theirs.emit('send_message', { roomId, senderId: otherUser, body: 'Hello yourself!' });
show(await answer);

// Page back to the beginning, as when somebody scrolls up.
let loaded = [];
for (;;) {
  mine.emit('fetch_messages', { roomId, limit: 20, offset: loaded.length });
  const older = await once(mine, 'more_messages');
  if (older.messages.length === 0) break;
  loaded = [...older.messages, ...loaded];
}
console.log(`${currentUser}: ${loaded.length} messages in all`);

mine.disconnect();
theirs.disconnect();

/** Connects and registers for notifications. */
async function open(userId) {
  const socket = io(url);
  socket.on('connect_error', (error) => fail(`cannot connect to ${url}: ${error.message}`));
  socket.on('error', ({ message }) => fail(message));
  await once(socket, 'connect');
  // With a callback, so that nothing is sent to them before they are registered.
  await socket.emitWithAck('register_user', userId);
  return socket;
}

function once(socket, event) {
  return new Promise((resolve) => socket.once(event, resolve));
}

function show({ sender_id, body, created_at }) {
  console.log(`[${created_at}] ${sender_id}: ${body}`);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}
