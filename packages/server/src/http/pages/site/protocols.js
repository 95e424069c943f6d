import { communityPane } from './panes/community.js';
import { directPane } from './panes/direct.js';
import { lobbyPane } from './panes/lobby.js';
import { platformPane } from './panes/platform.js';
import { reactionsPane } from './panes/reactions.js';

/**
 * What the page shows of each protocol. `example` is for the URL that the page was opened at; `panes` is `null` where
 * nothing works without credentials that a page must not hold, and `why` says so.
 * @typedef {{ name: string, transport: string, about: string, endpoint: string, example: string,
 *   panes: (() => Node[]) | null, why?: string }} ShownProtocol
 */

/** @returns {ShownProtocol[]} Those that are on, in order. */
export function shownProtocols(facts, http) {
  const ws = http.replace(/^http/, 'ws');
  return facts.protocols.map((name) => ({ name, ...ALL[name](facts, http, ws) }));
}

const ALL = {
  lobby: (_facts, _http, ws) => ({
    transport: 'WebSocket',
    about: 'Public chat with presence and bots. Whoever connects says who they are.',
    endpoint: `${ws}/ws/chat/{client_id}`,
    example: `const chat = new WebSocket('${ws}/ws/chat/ada');
chat.onmessage = ({ data }) => console.log(JSON.parse(data));
chat.onopen = () =>
  chat.send(JSON.stringify({ message: 'Hello, everyone!' }));`,
    panes: lobbyPane,
  }),

  reactions: (_facts, _http, ws) => ({
    transport: 'WebSocket',
    about:
      'A wall that everyone sees whole, with emoji. Who somebody is follows from their address.',
    endpoint: `${ws}/ws`,
    example: `const wall = new WebSocket('${ws}/ws');
const send = (type, data) =>
  wall.send(JSON.stringify({ type, data }));
wall.onopen = () =>
  send('send_message', { text: 'Hello', author_name: 'Ada' });
wall.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  console.log(frame);
  if (frame.type !== 'message') return;
  const { id } = frame.data;
  send('add_reaction', { message_id: id, emoji: '👍' });
};`,
    panes: reactionsPane,
  }),

  community: (facts, http) => ({
    transport: 'REST and Socket.IO',
    about:
      'Accounts, rooms with owners and moderators, commands. Reading needs no login, writing does.',
    endpoint: `${http}/`,
    example: `import { io } from 'socket.io-client';

const post = (path, body, token) =>
  fetch('${http}' + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer ' + token,
    },
    body: JSON.stringify(body),
  }).then((response) => response.json());

const { token } = await post('${facts.communityGuests ? '/users/login' : '/users/register'}', ${facts.communityGuests ? '{ guest: true }' : "{ username: 'ada.l', password: 'a long password' }"});
const { room } = await post('/rooms', { name: 'Tea' }, token);

const url = '${http}';
const socket = io(url, { transports: ['websocket'] });
socket.on('message', (message) => console.log(message));
socket.on('connect', () => {
  socket.emit('login', { token });
  socket.emit('join', { uid: room.uid });
  socket.emit('sendMessage', { text: 'Hello' });
});`,
    panes: facts.communityGuests ? communityPane : null,
    why: 'Guests are off on this server. Register through the API to chat.',
  }),

  direct: (facts, http) => ({
    transport: 'Socket.IO',
    about: 'Conversations of two. Whoever asks first, a pair has one room.',
    endpoint: `${http}/socket.io/`,
    example: `import { io } from 'socket.io-client';

const me = 'user-uuid-1';
const socket = io('${http}'${facts.directAuth === 'token' ? ", { auth: { token: 'A USER TOKEN' } }" : ''});
socket.on('connect', () => {
  socket.emit('register_user', me);
  const targetUserId = 'user-uuid-2';
  socket.emit('join_chat', { userId: me, targetUserId });
});
socket.on('room_joined', ({ roomId }) => {
  const body = 'Hello world!';
  socket.emit('send_message', { roomId, senderId: me, body });
});
socket.on('message_history', ({ messages }) =>
  console.log(messages),
);
socket.on('new_message', (message) => console.log(message));`,
    panes: facts.directAuth === 'none' ? directPane : null,
    why: 'This server asks for a user token, which the app behind it issues.',
  }),

  platform: ({ sandbox }, http, ws) => ({
    transport: 'WebSocket and REST',
    about: 'An app’s own rooms and users under its API key, with presence, typing and history.',
    endpoint: `${ws}/ws/{room_id}`,
    example: `const key = '${sandbox?.apiKey ?? 'YOUR API KEY'}';
const room = '${sandbox?.roomId ?? 'YOUR ROOM ID'}';
const query = new URLSearchParams({
  token: key,
  user_id: 'user_123',
  user_name: 'John Doe',
});
const url = '${ws}/ws/' + room;
const socket = new WebSocket(url + '?' + query);
socket.onmessage = ({ data }) => console.log(JSON.parse(data));

const api = '${http}/api/v1';
socket.onopen = () =>
  fetch(api + '/rooms/' + room + '/messages/', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': key,
    },
    body: JSON.stringify({
      sender_id: 'user_123',
      sender_name: 'John Doe',
      content: 'Hello everyone!',
      message_type: 'text',
    }),
  });`,
    panes: sandbox === null ? null : () => platformPane(sandbox),
    why: 'An API key never belongs in a page. Your app’s server holds it, and issues user tokens.',
  }),
};
