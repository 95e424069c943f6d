/** The two references against what the server really has, and against their official parsers. */
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

async function document(name: string): Promise<Json> {
  const answer = await fetch(`${server.url}/docs/${name}.json`);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return answer.json();
}

describe('the reference of REST calls', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openApi));
    expect(result.errors ?? []).toEqual([]);
    expect(openApi.openapi).toBe('3.1.0');
  });

  it('names each call once, with its tag, credentials, and what it answers', () => {
    const calls = partsOf(openApi.paths).flatMap(([path, methods]) =>
      partsOf(methods).map(([method, call]) => ({ path, method, call })),
    );
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
        expect.arrayContaining([expect.stringMatching(/^2\d\d$/)]),
      ]);
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
});

describe('the reference of sockets', () => {
  it('is valid AsyncAPI 3.0', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(structuredClone(asyncApi));
    const faults = diagnostics.filter(({ severity }) => severity <= 1);
    expect(faults.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
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

function walk(node: Json, place: string, visit: (node: Json, place: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(node, place);
  for (const [key, value] of Object.entries(node)) walk(value, `${place}/${key}`, visit);
}
