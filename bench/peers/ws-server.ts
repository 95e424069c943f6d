/** Plain `ws` on Node as its README has it: a message from anyone is sent to each client. Nothing is stored. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { announce, messageFrame, readMessage } from './plain-peer.ts';

const http = createServer();
const server = new WebSocketServer({ server: http });
server.on('connection', (client) => {
  client.on('error', () => client.terminate());
  client.on('message', (data) => {
    const text = messageFrame(readMessage(String(data)));
    for (const member of server.clients) member.send(text);
  });
});
announce(http);
