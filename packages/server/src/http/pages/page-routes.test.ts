import { fastify } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { type PageDeps, pageRoutes } from './page-routes.ts';

const sandbox = { apiKey: 'sk_test_1', roomId: '550e8400-e29b-41d4-a716-446655440001' };

function app(deps: Partial<PageDeps> = {}) {
  const instance = fastify();
  instance.register(
    pageRoutes({
      version: '1.2.3',
      urls: () => ['http://127.0.0.1:8080'],
      protocols: ['lobby', 'direct'],
      sandbox,
      directAuth: 'none',
      communityGuests: true,
      status: null,
      ...deps,
    }),
  );
  return instance;
}

const shared = app();
afterAll(() => shared.close());

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
      expect(response.headers['vary']).toBe('accept');
      expect(response.body).toContain('<title>Koine</title>');
      await one.close();
    },
  );

  it('is the status for who asks for JSON, where there is one', async () => {
    const one = app({ status: () => ({ status: 'OK' }) });
    const response = await one.inject({ url: '/', headers: { accept: 'application/json' } });
    expect(response.json()).toEqual({ status: 'OK' });
    await one.close();
  });

  it('holds no script and no style of its own, and allows none', async () => {
    const { body, headers } = await shared.inject('/');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
    expect(body).not.toMatch(/(?:src|href)="(?!\/|#)/);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
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
      communityGuests: true,
    });
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
    ['main.js', '/javascript'],
    ['panes/direct.js', '/javascript'],
    ['socket.io.js', 'text/javascript'],
    ['page.css', 'text/css'],
    ['mark.svg', 'image/svg+xml'],
  ])('serves %s', async (file, type) => {
    const response = await shared.inject(`/assets/${file}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain(type);
    expect(response.headers['content-security-policy']).toBeDefined();
  });

  it.each(['nothing.js', '../page-routes.ts', '%2e%2e/page-routes.ts', '..%2fpage-routes.ts'])(
    'does not serve %j',
    async (file) => {
      expect((await shared.inject(`/assets/${file}`)).statusCode).toBe(404);
    },
  );
});
