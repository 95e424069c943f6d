/** Stock Socket.IO on Node: a message from anyone is emitted to all. Nothing is stored. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce, messageFields } from './plain-peer.ts';

const http = createServer();
const server = new Server(http);
server.on('connection', (client) => {
  client.on('say', (message: unknown) => {
    server.emit('message', messageFields(String(message)));
  });
});
announce(http);
