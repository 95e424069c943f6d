/**
 * The steps of the community document, one after another: make an account, sign in, come as a guest, make a room, chat over
 * Socket.IO and over HTTP, delete a message. Run it against any server:
 *
 *   node examples/community.mjs [http://localhost:3000]
 */
import { io } from 'socket.io-client';

const server = process.argv[2] ?? 'http://localhost:3000';

/** One REST call; an answer that is an error ends the program. */
async function call(method, path, { token, ...body } = {}) {
  const request = fetch(server + path, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'Content-Type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  });
  const response = await request.catch(() => fail(`cannot reach ${server}`));
  const answer = await response.json();
  if (!response.ok) fail(`${method} ${path}: ${answer.error}`);
  return answer;
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

/** The next event of that name. */
const next = (socket, event) => new Promise((resolve) => socket.once(event, resolve));

// An account is optional, but rooms and messages need somebody who is signed in.
const credentials = await call('GET', '/random');
const registered = await call('POST', '/users/register', credentials);
console.log(`registered ${registered.user.displayName}`);

const { user, token } = await call('POST', '/users/login', credentials);
console.log(`logged in as ${user.displayName} (${user.roles.join(', ')})`);

// A guest is made from the address, without a password.
const guest = await call('POST', '/users/login', { guest: 1 });
console.log(`guest ${guest.user.displayName} (${guest.user.roles.join(', ')})`);

// Anyone who makes a room owns it.
const { room } = await call('POST', '/rooms', { token, name: 'A room of my own' });
console.log(`room ${room.uid}, slow mode ${room.slowMode} s`);

// The guest listens and talks by websocket; clients say who they are and where they go each time they connect.
const { websocketUrl } = await call('GET', '/websocket', { token: guest.token });
const socket = io(websocketUrl, { transports: ['websocket'] });
socket.on('connect_error', ({ message }) => fail(`cannot connect to ${websocketUrl}: ${message}`));
socket.on('error', ({ message }) => fail(message));
socket.on('system', ({ type, text }) => (type === 'error' ? fail(text) : console.log(text)));
socket.on('connect', () => {
  socket.emit('login', { token: guest.token });
  socket.emit('join', { uid: room.uid });
});
const { users } = await next(socket, 'room_users');
console.log(`online: ${users.map(({ displayName }) => displayName).join(', ')}`);

const heard = next(socket, 'message');
socket.emit('sendMessage', { timestamp: Date.now(), text: 'hello from the socket!' });
const fromSocket = await heard;
console.log(`${fromSocket.user.displayName}: ${fromSocket.message}`);

const heardToo = next(socket, 'message');
const { result: id } = await call('POST', '/messages', {
  token,
  room: room.uid,
  message: 'hello from HTTP!',
});
const fromHttp = await heardToo;
console.log(`${fromHttp.user.displayName} (${fromHttp.user.roles[0]}): ${fromHttp.message}`);

const deleted = next(socket, 'message_deleted');
await call('DELETE', `/messages/${id}`, { token });
console.log(`deleted message ${(await deleted).ids === id ? 'as asked' : 'of another id'}`);

socket.disconnect();
