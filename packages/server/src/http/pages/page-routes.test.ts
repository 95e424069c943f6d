import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultLimits, limit } from '@koine/contract';
import { fastify } from 'fastify';
import { pino } from 'pino';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { schemasAreApiSpec } from '../app.ts';
import { canonicalOrigins } from './embed-origins.ts';
import { type PageDeps, pageRoutes } from './page-routes.ts';

const sandbox = { apiKey: 'sk_test_1', roomId: '550e8400-e29b-41d4-a716-446655440001' };
const PAGES = ['index.html', 'embed.html', 'admin.html', 'docs.html'];
const limits = { ...defaultLimits(), communityTextCharsMax: 4000 };
const SCRIPT = 'export const text = "';

let directory: Awaited<ReturnType<typeof tempDirectory>>;
let shared: ReturnType<typeof app>;
beforeAll(async () => {
  directory = await tempDirectory();
  await mkdir(join(directory.path, 'assets'));
  for (const page of PAGES) await writeFile(join(directory.path, page), `<title>${page}</title>`);
  await writeFile(join(directory.path, 'koine.js'), 'customElements');
  await writeFile(join(directory.path, 'assets/embed-1a2b3c.js'), SCRIPT);
  await writeFile(join(directory.path, 'assets/embed-1a2b3c.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(directory.path, 'assets/embed-1a2b3c.css'), 'p {}');
  shared = app();
});
afterAll(async () => {
  await shared.close();
  await directory[Symbol.asyncDispose]();
});

function app(deps: Partial<PageDeps> = {}) {
  const instance = fastify();
  schemasAreApiSpec(instance);
  instance.register(
    pageRoutes({
      version: '1.2.3',
      urls: () => ['http://127.0.0.1:8080'],
      protocols: ['lobby', 'direct'],
      sandbox,
      ofProtocols: {
        facts: { directAuth: { schema: Type.String(), value: 'none' } },
        limits: { communityTextCharsMax: limit(4000, 'code points', 'longest') },
      },
      embedOrigins: [],
      limits,
      status: null,
      dist: directory.path,
      log: pino({ level: 'silent' }),
      ...deps,
    }),
  );
  return instance;
}

describe('GET /', () => {
  it.each(['text/html,application/xhtml+xml,*/*;q=0.8', '*/*', undefined])(
    'is the page for accept: %s',
    async (accept) => {
      const one = app({ status: () => ({ status: 'OK' }) });
      const response = await one.inject({
        url: '/',
        headers: accept === undefined ? {} : { accept },
      });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toMatch(/^text\/html/);
      expect(response.headers['vary']).toMatch(/^accept/);
      expect(response.body).toContain('<title>');
      await one.close();
    },
  );

  it('is the status for who asks for JSON, where there is one', async () => {
    const one = app({ status: () => ({ status: 'OK' }) });
    const response = await one.inject({ url: '/', headers: { accept: 'application/json' } });
    expect(response.json()).toEqual({ status: 'OK' });
    await one.close();
  });
});

describe('a page', () => {
  it.each([
    ['/', "frame-src 'self'; frame-ancestors 'none'"],
    ['/docs', "frame-src 'self'; frame-ancestors 'none'"],
    ['/admin', "frame-ancestors 'none'"],
    ['/embed.html', 'frame-ancestors *'],
  ])('%s allows nothing but its own files and sockets', async (url, last) => {
    const { headers, statusCode } = await shared.inject(url);
    expect(statusCode).toBe(200);
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; ${last}`,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('public, max-age=0');
  });

  it('may be framed by the sites of embedOrigins only, once they are named, as browsers spell them', async () => {
    const embedOrigins = canonicalOrigins([
      'https://WWW.example.org:443',
      'https://www.example.org',
      'http://bücher.example:8080',
      'https://*.example.net',
    ]);
    const one = app({ embedOrigins });
    const { headers } = await one.inject('/embed.html');
    expect(headers['content-security-policy']).toMatch(
      /frame-ancestors 'self' https:\/\/www\.example\.org http:\/\/xn--bcher-kva\.example:8080 https:\/\/\*\.example\.net$/,
    );
    expect((await one.inject('/assets/server.json')).json().embedOrigins).toEqual(embedOrigins);
    for (const page of ['/', '/docs', '/admin'])
      expect((await one.inject(page)).headers['content-security-policy']).toContain(
        "frame-ancestors 'none'",
      );
    await one.close();
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await shared.inject('/embed.html');
    const etag = String(headers['etag']);
    const again = await shared.inject({ url: '/embed.html', headers: { 'if-none-match': etag } });
    expect(again.statusCode).toBe(304);
  });

  it('says that there is no build, and is there when it comes', async () => {
    await using empty = await tempDirectory();
    const warnings: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
    const one = app({ dist: empty.path, log });
    const missing = await one.inject('/embed.html');
    expect(missing.statusCode).toBe(503);
    expect(missing.body).toContain('npm run build:web');
    expect(warnings.join()).toContain('npm run build:web');
    await writeFile(join(empty.path, 'embed.html'), 'built');
    expect((await one.inject('/embed.html')).body).toBe('built');
    await one.close();
  });
});

describe('GET /koine.js', () => {
  it('may be used by any site, and is asked for again each time', async () => {
    const { headers, body } = await shared.inject('/koine.js');
    expect(body).toBe('customElements');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['cache-control']).toBe('public, max-age=0');
  });
});

describe('GET /assets/server.json', () => {
  it('says what is running', async () => {
    const response = await shared.inject('/assets/server.json');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual({
      version: '1.2.3',
      urls: ['http://127.0.0.1:8080'],
      protocols: ['lobby', 'direct'],
      sandbox,
      directAuth: 'none',
      embedOrigins: [],
      limits: expect.objectContaining({ communityTextCharsMax: 4000, pageSizeMax: 100 }),
    });
    expect(response.json().limits).not.toHaveProperty('adminFailuresPerMinute');
  });

  it('holds no credentials in production', async () => {
    const one = app({ sandbox: null });
    const { body } = await one.inject('/assets/server.json');
    expect(body).not.toContain('sk_test');
    await one.close();
  });
});

describe('GET /assets/*', () => {
  it.each([
    ['embed-1a2b3c.js', 'javascript'],
    ['embed-1a2b3c.css', 'text/css'],
  ])('serves %s with a permanent cache header', async (file, type) => {
    const response = await shared.inject(`/assets/${file}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain(type);
    expect(response.headers['content-security-policy']).toBeDefined();
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('sends what was compressed beforehand to who takes it', async () => {
    const small = await shared.inject({
      url: '/assets/embed-1a2b3c.js',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(small.headers['vary']).toContain('accept-encoding');
    expect(small.headers['content-type']).toContain('javascript');
    expect(small.rawPayload).toEqual(gzipSync(SCRIPT));
  });

  it.each(['nothing.js', 'embed.html', '..%2fembed.html', '..%5cembed.html'])(
    'does not serve %j',
    async (file) => {
      expect((await shared.inject(`/assets/${file}`)).statusCode).toBeGreaterThanOrEqual(403);
    },
  );
});
