/**
 * The lobby in a terminal: `node examples/lobby.mjs [url] [client id]`, by default http://localhost:8080 and a random id.
 * Each line is sent; `exit` or the end of the input leaves, so `echo Hello | node examples/lobby.mjs` ends by itself.
 */
import { createInterface } from 'node:readline';

const url = process.argv[2] ?? 'http://localhost:8080';
const clientId = process.argv[3] ?? `user_${Math.floor(Math.random() * 10_000)}`;

const chat = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/chat/${encodeURIComponent(clientId)}`);
let input;
/** Messages sent that have not come back yet. */
let underWay = 0;
let isLeaving = false;

chat.onopen = async () => {
  console.log(`Connected as ${clientId}`);
  input = createInterface({ input: process.stdin });
  for await (const line of input) {
    if (line.toLowerCase() === 'exit') break;
    chat.send(JSON.stringify({ message: line }));
    underWay++;
  }
  isLeaving = true;
  leaveIfDone();
};

chat.onmessage = (event) => {
  const frame = JSON.parse(event.data);
  switch (frame.type) {
    case 'system':
      console.log(`* ${frame.message} (${frame.online_users} online)`);
      break;
    case 'message':
      // A bot has a name beside its id.
      console.log(`${frame.sender_name ?? frame.sender}: ${frame.message}`);
      if (frame.sender === clientId) underWay--;
      break;
    case 'error':
      console.log(`! ${frame.message}`);
      underWay--;
      break;
  }
  leaveIfDone();
};

chat.onerror = () => {
  console.error(`The connection to ${url} failed`);
  process.exitCode = 1;
};

chat.onclose = () => {
  console.log('Disconnected');
  input?.close();
};

/** Not before everything said has been heard, or refused. */
function leaveIfDone() {
  if (isLeaving && underWay <= 0) chat.close();
}
