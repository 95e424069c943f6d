import { once } from 'node:events';
import { createServer } from 'node:http';
import { KoineError } from '@koine/contract';
import type { FastifyPluginAsync } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createHttpApp, type HttpApp } from './app.ts';
import { serverSpec } from './server-spec.ts';

const hidden = { schema: { hide: true } } as const;

const routes: FastifyPluginAsync = async (app) => {
  app.get('/refused', hidden, async () => {
    throw new KoineError('unauthorized');
  });
  app.get('/away', hidden, async () => {
    throw new KoineError('storageUnavailable');
  });
  app.get('/broken', hidden, async () => {
    throw new Error('a bug');
  });
};

interface Entry {
  readonly path?: string;
}

const spec = async () => serverSpec;

function createApp(served: FastifyPluginAsync, logged: Entry[] = [], hasPages = true) {
  const ignore = () => undefined;
  const error = (fields: object) => void logged.push(fields);
  const log = { debug: ignore, info: ignore, warn: ignore, error };
  const plugins = [{ prefix: '/', routes: served, spec, hasPages }];
  return createHttpApp({
    trustsProxy: false,
    bodyBytesMax: 1024,
    log,
    throttle: { charge() {} },
    plugins,
  });
}

/** What was logged when these were asked for. */
async function ask(...urls: string[]): Promise<Entry[]> {
  const logged: Entry[] = [];
  const app = await createApp(routes, logged);
  const server = createServer(app.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (const url of urls) await fetch(`http://127.0.0.1:${port}${url}`);
  server.closeAllConnections();
  server.close();
  await app.close();
  return logged;
}

describe('the log of requests', () => {
  it('says nothing of what was refused as expected, which any stranger can bring about', async () => {
    expect(await ask('/refused', '/nowhere')).toEqual([]);
  });

  it('logs internal errors and an unavailable database, without the query, where tokens may be', async () => {
    const logged = await ask('/broken?token=secret', '/away');
    expect(logged.map(({ path }) => path)).toEqual(['/broken', '/away']);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });
});

describe('the API spec', () => {
  it('has every route but pages; one that it could say nothing of lets no server start', async () => {
    const described: FastifyPluginAsync = async (app) => {
      app.get('/page', hidden, async () => 'a page');
      app.get('/call', { schema: { summary: 'A call.', operationId: 'call' } }, async () => ({}));
    };
    await using known = disposable(await createApp(described));
    expect(known.routes.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /call']);
    const forgotten: FastifyPluginAsync = async (app) => {
      app.get('/forgotten', async () => ({}));
    };
    await expect(createApp(forgotten)).rejects.toThrow('GET /forgotten has no summary');
    await expect(createApp(described, [], false)).rejects.toThrow('/page hides from the API spec');
  });
});

function disposable(app: HttpApp) {
  return { routes: app.routes, [Symbol.asyncDispose]: () => app.close() };
}
