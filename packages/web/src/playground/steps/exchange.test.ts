import { describe, expect, it } from 'vitest';
import { curl } from '../../lib/http-request.ts';
import { type Exchange, exchange, requestText, resultOf } from './exchange.ts';

const TOKEN = 'e1377b5fdcd487722990511f26e3011f';

function sent(body: string | null, status = 200): Exchange {
  return {
    request: {
      method: 'POST',
      url: 'http://h:1/rooms',
      headers: { Accept: 'application/json', Authorization: `Bearer ${TOKEN}` },
      body,
    },
    answer: {
      ...{ kind: 'answered', status, statusText: '', ms: 1, headers: [], bytes: 7 },
      body: '{"a":1}',
    },
  };
}

describe('a request', () => {
  it('is shown with its token cut, and copied with the whole', () => {
    expect(requestText(sent('{"name":"Tea"}'), true)).toBe(
      'POST /rooms\nAccept: application/json\nAuthorization: Bearer e1377b5f…\n\n{"name":"Tea"}',
    );
    expect(requestText(sent(null), false)).toBe(
      `POST /rooms\nAccept: application/json\nAuthorization: Bearer ${TOKEN}`,
    );
  });

  it('is a curl command, whatever its text', () => {
    const text = curl(sent(`{"name":"Ada's $HOME \`id\`"}`).request);
    expect(text).toContain(`-H 'Authorization: Bearer ${TOKEN}'`);
    expect(text).toContain(`-d '{"name":"Ada'\\''s $HOME \`id\`"}'`);
  });
});

describe('an answer', () => {
  it('has a result only if it was a success', () => {
    expect(resultOf(sent(null))).toEqual({ a: 1 });
    expect(resultOf(sent(null, 404))).toBeNull();
  });

  it('that never arrives is an error text', async () => {
    const call = { method: 'GET', path: '/rooms', token: null } as const;
    const { answer } = await exchange('http://127.0.0.1:1', call);
    expect(answer).toEqual({ kind: 'failed', error: expect.any(String) });
  });
});
