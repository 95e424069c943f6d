import Type from 'typebox';
import { Parse } from 'typebox/value';
import { expect, test } from 'vitest';
import { startTestServer } from '../src/testing/test-server.ts';

const Status = Type.Object({ openapi_url: Type.String() });
const Reference = Type.Object({
  openapi: Type.String(),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
});

test('GET / names a reference of the REST calls, gathered from their schemas', async () => {
  await using server = await startTestServer();
  const headers = { accept: 'application/json' };
  const status = Parse(Status, await (await fetch(server.url, { headers })).json());
  const reference = Parse(Reference, await (await fetch(status.openapi_url)).json());
  expect(reference.openapi).toBe('3.1.0');
  expect(reference.paths['/users/register']).toHaveProperty('post');
  expect(reference.paths['/rooms/{uid}/messages']).toHaveProperty('delete');
  expect(reference.paths['/api/v1/messages/{messageId}']).toHaveProperty('put');
});
