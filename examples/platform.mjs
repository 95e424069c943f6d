/**
 * A room of an app in a terminal: `node examples/platform.mjs [url] [user id] [user name]`, by default http://localhost:8000 and
 * the sandbox's demo user. Each line is sent; `exit` or the end of the input leaves, so `echo Hello | node
 * examples/platform.mjs` ends by itself. Messages go out by REST and come in over the WebSocket, which comes back when it
 * is lost.
 */
import { createInterface } from 'node:readline';

const [url = 'http://localhost:8000', userId = 'demo_user', userName = 'Demo User'] =
  process.argv.slice(2);
const roomId = '550e8400-e29b-41d4-a716-446655440001';
const apiKey = 'sk_test_1234567890abcdef';
const RECONNECTS_MAX = 5;

class RoomClient {
  socket = null;
  reconnects = 0;
  hasBeenOpen = false;
  onlineUsers = [];

  connect() {
    const params = new URLSearchParams({ token: apiKey, user_id: userId, user_name: userName });
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/${roomId}?${params}`);
    this.socket.onopen = () => {
      this.reconnects = 0;
      this.hasBeenOpen = true;
      this.send('get_online_users');
    };
    this.socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
    this.socket.onerror = () => {};
    this.socket.onclose = ({ code, reason }) => this.lost(code, reason);
  }

  send(type, data = {}) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, data }));
  }

  receive({ type, data }) {
    switch (type) {
      case 'connection_status': {
        const isFirst = this.onlineUsers.length === 0;
        this.onlineUsers = data.online_users;
        if (isFirst)
          console.log(`Connected as ${data.user_id} (${this.onlineUsers.length} online)`);
        if (isLeaving) this.askForTheRest();
        else readLines();
        break;
      }
      case 'message':
        console.log(`${data.sender_name}: ${data.content}`);
        break;
      case 'message_updated':
        console.log(`* now reads: ${data.content}`);
        break;
      case 'message_deleted':
        console.log(`* a message was deleted by ${data.deleted_by}`);
        break;
      case 'user_joined':
        this.onlineUsers = [...this.onlineUsers, data.user_id];
        console.log(`* ${data.user_name} joined (${this.onlineUsers.length} online)`);
        break;
      case 'user_left':
        this.onlineUsers = this.onlineUsers.filter((id) => id !== data.user_id);
        console.log(`* ${data.user_name} left (${this.onlineUsers.length} online)`);
        break;
      case 'typing':
        if (data.is_typing) console.log(`* ${data.user_name} is typing…`);
        break;
      case 'notification':
        console.log(`* ${data.title}: ${data.content}`);
        break;
      case 'pong':
        if (isLeaving) this.socket.close(1000, 'Client disconnect');
        break;
      case 'error':
        console.log(`! ${data.message}`);
        break;
    }
  }

  /** Comes back with growing pauses, unless it was we who left or the server will not have us. */
  lost(code, reason) {
    if (code === 1000) {
      console.log('Disconnected');
      return;
    }
    if (!this.hasBeenOpen || code >= 4000 || this.reconnects === RECONNECTS_MAX) {
      console.error(`The connection to ${url} is lost: ${code} ${reason}`.trimEnd());
      process.exitCode = 1;
      input?.close();
      return;
    }
    const delayMs = 1000 * 2 ** this.reconnects++;
    console.log(`Reconnecting in ${delayMs} ms`);
    this.onlineUsers = [];
    setTimeout(() => this.connect(), delayMs);
  }

  /** Frames come in order: with the answer to a ping all that was said before has been heard. */
  askForTheRest() {
    this.send('ping');
  }
}

let input;
let isLeaving = false;

const client = new RoomClient();
client.connect();

async function readLines() {
  if (input !== undefined) return;
  input = createInterface({ input: process.stdin });
  for await (const line of input) {
    if (line.toLowerCase() === 'exit') break;
    client.send('typing', { is_typing: true });
    await sendMessage(line);
    client.send('typing', { is_typing: false });
  }
  isLeaving = true;
  client.askForTheRest();
}

/** By REST, as the app's own server would. */
async function sendMessage(content) {
  if (content.trim() === '') return;
  const response = await fetch(`${url}/api/v1/rooms/${roomId}/messages/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey },
    body: JSON.stringify({
      sender_id: userId,
      sender_name: userName,
      content,
      message_type: 'text',
      // Anyone who repeats a call that seemed to fail sends nothing twice.
      client_key: crypto.randomUUID(),
    }),
  });
  if (response.ok) return;
  const { detail } = await response.json();
  console.log(`! ${detail}`);
}
