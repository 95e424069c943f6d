import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Rest } from '../../src/chat/rest.ts';
import { OFFLINE } from '../../src/chat/results.ts';

/** A server with set answers. */
async function serverOf(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a REST call', () => {
  test.each([
    ['never answers', () => {}],
    [
      'stops within its answer',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{');
      },
    ],
  ] satisfies [string, RequestListener][])('ends where a server %s', async (_how, answer) => {
    await using server = await serverOf(answer);
    const rest = new Rest(server.origin, () => null, 50);
    expect(await rest.call('GET', '/rooms')).toEqual({ ok: false, error: OFFLINE });
  });

  test('is refused by the code that the server names, whatever its words', async () => {
    await using server = await serverOf((_request, response) => {
      response.writeHead(403, { 'x-error-code': 'muted' }).end('{"error": "Still, bitte"}');
    });
    expect(await new Rest(server.origin, () => null).call('GET', '/rooms')).toEqual({
      ok: false,
      error: { code: 'muted', text: 'Still, bitte' },
    });
  });
});
