/**
 * The wall in a terminal: `node examples/reactions.mjs [url] [name]`, by default http://localhost:8080 and no name. Each line
 * is posted; `+👍` reacts to the newest message, and a second time takes it back. `exit` or the end of the input leaves, so
 * `printf 'Hello\n+👍\n' | node examples/reactions.mjs` ends by itself.
 */
import { createInterface } from 'node:readline';

const url = process.argv[2] ?? 'http://localhost:8080';
const name = process.argv[3];

const wall = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`);
let input;
let newestId;
/** Called with each frame while a line waits for what becomes of it. */
let onFrame = () => {};

wall.onopen = async () => {
  input = createInterface({ input: process.stdin });
  for await (const line of input) {
    if (line.toLowerCase() === 'exit') break;
    if (line.startsWith('+')) await react(line.slice(1).trim());
    else await post(line);
  }
  wall.close();
};

wall.onmessage = (event) => {
  const { type, data } = JSON.parse(event.data);
  switch (type) {
    case 'message':
      // First everything there is, oldest first; then what comes.
      newestId = data.id;
      show(data);
      break;
    case 'reaction_updated':
      console.log(`${data.user_id} ${data.action} ${data.emoji}`);
      show(data.message);
      break;
    case 'error':
      console.log(`! ${data.error}`);
      break;
  }
  onFrame(type, data);
};

wall.onerror = () => {
  console.error(`The connection to ${url} failed`);
  process.exitCode = 1;
};

wall.onclose = () => {
  console.log('Disconnected');
  input?.close();
};

/** Resolves when the message has come back, or an error instead. */
function post(text) {
  wall.send(JSON.stringify({ type: 'send_message', data: { text, author_name: name } }));
  return answered((type, data) => type === 'message' && data.text === text);
}

/** Toggles a reaction to the newest message; resolves as `post`. */
function react(emoji) {
  if (newestId === undefined) return;
  const id = newestId;
  wall.send(JSON.stringify({ type: 'add_reaction', data: { message_id: id, emoji } }));
  return answered((type, data) => type === 'reaction_updated' && data.message_id === id);
}

function answered(isAnswer) {
  return new Promise((resolve) => {
    onFrame = (type, data) => {
      if (type === 'error' || isAnswer(type, data)) resolve();
    };
  });
}

function show({ text, author_name, created_at, reactions }) {
  const time = new Date(created_at * 1000).toLocaleTimeString();
  const held = Object.entries(reactions).map(([emoji, userIds]) => `${emoji} ${userIds.length}`);
  console.log([`[${time}] ${author_name}: ${text}`, ...held].join('  '));
}
