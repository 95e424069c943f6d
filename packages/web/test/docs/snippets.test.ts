import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { type CallForm, requestOf } from '../../src/docs/call/request.ts';
import { javaScript } from '../../src/docs/call/snippets.ts';
import type { Call } from '../../src/docs/model/openapi.ts';
import { curl } from '../../src/lib/http-request.ts';

const call: Call = {
  id: 'say',
  method: 'POST',
  path: '/rooms/{uid}/messages',
  tag: '',
  summary: '',
  description: '',
  parameters: [],
  body: { type: 'object' },
  bodyExample: {},
  takesForms: true,
  credentials: ['apiKey', 'communityQueryToken'],
  responses: {},
};
const credentials = { communityToken: 'a&b', apiKey: 'sk_test', userToken: '', adminKey: '' };
const form: CallForm = {
  path: { uid: 'a/b ?' },
  query: { q: 'x&y', empty: '' },
  body: `{"message":"it's $HOME \`id\` \\"quoted\\""}`,
  credential: 'apiKey',
  prepared: {},
};
const prepared = requestOf(call, form, credentials, 'http://127.0.0.1:8080');

it('puts everything where it belongs, encoded', () => {
  expect(prepared.url).toBe('http://127.0.0.1:8080/rooms/a%2Fb%20%3F/messages?q=x%26y');
  expect(prepared.headers).toEqual({ 'X-API-Key': 'sk_test', 'Content-Type': 'application/json' });
  const inQuery = requestOf(call, { ...form, credential: 'communityQueryToken' }, credentials, '');
  expect(inQuery.url).toBe('/rooms/a%2Fb%20%3F/messages?q=x%26y&token=a%26b');
});

it('writes a shell command in which nothing of what was entered means anything to a shell', () => {
  const command = curl(prepared).replace(/^curl/, 'printf "%s\\n"');
  const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(words).toEqual([
    '-X',
    'POST',
    prepared.url,
    '-H',
    'X-API-Key: sk_test',
    '-H',
    'Content-Type: application/json',
    '-d',
    form.body,
  ]);
});

it('writes JavaScript that makes the same request', async () => {
  const code = javaScript(prepared);
  const made: unknown[] = [];
  const fetch = async (...args: unknown[]) => {
    made.push(args);
    return { status: 200, text: async () => '' };
  };
  const run = new Function('fetch', 'console', `return (async () => {${code}})()`);
  await run(fetch, { log: () => undefined });
  const body = JSON.stringify(JSON.parse(form.body ?? ''));
  expect(made).toEqual([
    [prepared.url, { method: 'POST', headers: { ...prepared.headers }, body }],
  ]);
});
