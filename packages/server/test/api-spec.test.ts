/** the API spec (OpenAPI and AsyncAPI) against what the server really has, and against their official parsers. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type Json, partsOf, resolve } from './support/document.ts';

let server: TestServer;
let openApi: Json;
let asyncApi: Json;

beforeAll(async () => {
  server = await startTestServer();
  openApi = await document('openapi');
  asyncApi = await document('asyncapi');
});
afterAll(() => server[Symbol.asyncDispose]());

/** As it is sent to a caller with these headers; `fetch` would not send a host of one’s own. */
async function document(name: string, headers = {}, { url } = server): Promise<Json> {
  // A connection of its own: the parsers keep this process too long from those that are kept.
  const request = get(`${url}/docs/${name}.json`, { headers, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  return json(answer);
}

describe('the API spec of REST calls', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openApi));
    expect(result.errors ?? []).toEqual([]);
    expect(openApi.openapi).toBe('3.1.0');
  });

  it('names each call that is served, once, with its tag, credentials, and what it answers', () => {
    const calls = partsOf(openApi.paths).flatMap(([path, methods]) =>
      partsOf(methods).map(([method, call]) => ({ path, method, call })),
    );
    const served = server.calls.map(({ method, url }) =>
      `${method.toLowerCase()} ${url}`.replace(/:(\w+)/g, '{$1}'),
    );
    expect(calls.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(served.sort());
    expect(calls.length).toBeGreaterThan(60);
    const ids = calls.map(({ call }) => call.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(openApi.tags.map(({ name }: Json) => name));
    for (const { path, method, call } of calls) {
      const name = `${method} ${path}`;
      expect([name, call.tags.length, tags.has(call.tags[0])]).toEqual([name, 1, true]);
      expect([name, call.summary]).toEqual([name, expect.stringMatching(/\S.*\.$/)]);
      expect([name, call.security.length]).not.toEqual([name, 0]);
      expect([name, Object.keys(call.responses)]).toEqual([
        name,
        expect.arrayContaining([
          expect.stringMatching(/^2\d\d$/),
          expect.stringMatching(/^4(\d\d|XX)$/),
        ]),
      ]);
      for (const { description, ...one } of [call, ...(call.parameters ?? [])])
        expect([name, one.name, description]).toEqual([name, one.name, expect.stringMatching(/./)]);
      const described = (call.parameters ?? []).filter((one: Json) => one.in === 'path');
      expect([name, described.map((one: Json) => `{${one.name}}`)]).toEqual([
        name,
        path.match(/\{\w+\}/g) ?? [],
      ]);
    }
  });

  it('has examples that its own schemas take', () => {
    const wrong: string[] = [];
    walk(openApi, '', (node, place) => {
      const schema = node.schema === undefined ? null : resolve(openApi, node.schema);
      if (schema === null) return;
      const values = 'example' in node ? [node.example] : [];
      for (const [, { value }] of partsOf(node.examples ?? {})) values.push(value);
      for (const value of values)
        if (!Check(schema, value)) wrong.push(`${place}: ${JSON.stringify(value)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('says what generators of other languages need: wide integers, named values, maps and open objects', () => {
    const unclear: string[] = [];
    walk(openApi, '', (node, place) => {
      if (/\/examples?\b/.test(place)) return;
      if (Array.isArray(node.items) || node.patternProperties !== undefined) unclear.push(place);
      if (node.type === 'integer' && node.format === undefined && !(node.maximum < 2 ** 31))
        unclear.push(place);
      const isEmpty = [node.type].flat().includes('object') && node.properties === undefined;
      if (isEmpty && !('additionalProperties' in node)) unclear.push(place);
      if (node.anyOf?.every((branch: Json) => typeof branch.const === 'string'))
        unclear.push(place);
    });
    expect(unclear).toEqual([]);
  });
});

describe('the API spec of sockets', () => {
  it('is valid AsyncAPI 3.0', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(structuredClone(asyncApi));
    const errors = diagnostics.filter(({ severity }) => severity <= 1);
    expect(errors.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
    expect(parsed?.version()).toBe('3.0.0');
  });

  it('has a channel for each protocol, and examples that its own schemas take', () => {
    expect(Object.keys(asyncApi.channels).sort()).toEqual(
      ['community', 'direct', 'lobby', 'platform', 'reactions'].sort(),
    );
    for (const [name, channel] of partsOf(asyncApi.channels))
      for (const [id, message] of partsOf(channel.messages)) {
        const schema = resolve(asyncApi, message.payload);
        expect([name, id, message.examples.length]).not.toEqual([name, id, 0]);
        for (const { payload } of message.examples)
          expect([name, id, payload, Check(schema, payload)]).toEqual([name, id, payload, true]);
      }
  });
});

describe('schemas of sockets', () => {
  it('have titles, each its own, that generators call their models by', () => {
    const titles: string[] = [];
    const walk = (node: Json, path: string) => {
      if (typeof node !== 'object' || node === null) return;
      if (node.type === 'object') expect([path, node.title]).toEqual([path, expect.any(String)]);
      if (node.title !== undefined && ('type' in node || 'anyOf' in node)) titles.push(node.title);
      for (const [key, part] of partsOf(node))
        if (!['examples', 'x-auth-example', 'x-errors', 'const', 'default'].includes(key))
          walk(part, `${path}/${key}`);
    };
    walk(asyncApi.components.schemas, 'schemas');
    for (const [name, channel] of partsOf(asyncApi.channels)) {
      for (const [id, { payload }] of partsOf(channel.messages)) walk(payload, `${name}/${id}`);
      walk(channel.bindings.ws.query ?? null, `${name}/query`);
      walk(channel['x-auth'] ?? null, `${name}/auth`);
    }
    expect(titles.length).toBeGreaterThan(100);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});

describe('both documents', () => {
  it('say where the server is that was asked, as it was asked', async () => {
    const port = new URL(server.url).port;
    const ofName = await document('openapi', { host: `chat.example:${port}` });
    expect(ofName.servers[0].url).toBe(`http://chat.example:${port}`);
    const { koine } = (await document('asyncapi', { host: `chat.example:${port}` })).servers;
    expect([koine.host, koine.protocol]).toEqual([`chat.example:${port}`, 'ws']);
    expect(openApi.servers[0].url).toBe(server.url);
    const odd = await document('openapi', { host: 'x/"><script>' });
    expect(odd.servers[0].url).toBe(server.url);
  });

  it('say where the server is reached, behind a proxy and under a public URL', async () => {
    await using behind = await startTestServer({ settings: { trustProxy: true } });
    const headers = { host: 'chat.example', 'x-forwarded-proto': 'https' };
    const proxied = await document('asyncapi', headers, behind);
    expect(proxied.servers.koine).toMatchObject({ host: 'chat.example', protocol: 'wss' });
    const publicUrl = 'https://example.com/chat/';
    await using named = await startTestServer({ settings: { publicUrl } });
    expect((await document('openapi', headers, named)).servers[0].url).toBe(
      'https://example.com/chat',
    );
    expect((await document('asyncapi', headers, named)).servers.koine).toMatchObject({
      host: 'example.com',
      pathname: '/chat',
      protocol: 'wss',
    });
  });

  it('name the limits in force: in schemas, and in the words of rejections', async () => {
    const limits = {
      reactionsTextCharsMax: 7,
      platformTextCharsMax: 8,
      directMessagesPerMinute: 9,
    };
    await using other = await startTestServer({ settings: { limits } });
    const textOf = ({ channels }: Json) =>
      channels.reactions.messages['client.send_message'].payload.properties.data.properties.text;
    const errorsOf = ({ channels }: Json, name: string) =>
      channels[name]['x-errors'].map(({ text }: Json) => text);
    expect(textOf(asyncApi)).toMatchObject({ minLength: 1, maxLength: 500 });
    const sockets = await document('asyncapi', {}, other);
    expect(textOf(sockets)).toMatchObject({ minLength: 1, maxLength: 7 });
    expect(errorsOf(asyncApi, 'reactions')).toEqual(
      expect.arrayContaining([
        'message too long (max 500 characters)',
        'Rate limit exceeded. Maximum 60 messages per minute.',
        'too many different reactions (max 50)',
      ]),
    );
    expect(errorsOf(sockets, 'reactions')).toContain('message too long (max 7 characters)');
    expect(errorsOf(sockets, 'direct')).toContain(
      'Rate limit exceeded. Maximum 9 messages per minute.',
    );
    const calls = await document('openapi', {}, other);
    const { post } = calls.paths['/api/v1/messages'];
    const body = post.requestBody.content['application/json'].schema;
    expect(body.properties.content.maxLength).toBe(8);
    expect(JSON.stringify(resolve(calls, post.responses['422']))).toContain('(max 8 characters)');
    for (const text of [calls, sockets].map((one) => JSON.stringify(one)))
      expect(text).not.toMatch(/undefined|NaN/);
  });

  it('are sent again only when they have changed, and small', async () => {
    const url = `${server.url}/docs/openapi.json`;
    const headers = { 'accept-encoding': 'gzip', origin: 'https://example.org' };
    const first = await fetch(url, { headers });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(first.headers.get('access-control-allow-origin')).toBe(headers.origin);
    expect(Number(first.headers.get('content-length'))).toBeLessThan(40_000);
    expect(await first.json()).toEqual(openApi);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(url, { headers: { 'if-none-match': etag }, cache: 'no-store' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const plain = await fetch(url, { headers: { 'accept-encoding': 'gzip;q=0' } });
    expect([plain.headers.get('content-encoding'), await plain.json()]).toEqual([null, openApi]);
  });
});

function walk(node: Json, place: string, visit: (node: Json, place: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(node, place);
  for (const [key, value] of Object.entries(node)) walk(value, `${place}/${key}`, visit);
}
