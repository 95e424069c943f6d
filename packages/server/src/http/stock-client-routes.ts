import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';

/** The files that the stock Socket.IO server serves, and the maps of each. */
const FILES = [
  'socket.io.js',
  'socket.io.min.js',
  'socket.io.esm.min.js',
  'socket.io.msgpack.min.js',
];

const HEADERS = {
  'x-content-type-options': 'nosniff',
  // A page of any site may load it, as it may connect.
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /socket.io/socket.io.js`: the stock client, for pages that take it from the server that they talk to. */
export const stockClientRoutes: FastifyPluginAsync = async (app) => {
  const root = dirname(
    createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js'),
  );
  await app.register(fastifyStatic, { root, serve: false, cacheControl: true, maxAge: 0 });
  for (const file of FILES.flatMap((name) => [name, `${name}.map`]))
    app.get(`/socket.io/${file}`, { schema: { hide: true } }, (_request, reply) =>
      reply.headers(HEADERS).sendFile(file),
    );
};
