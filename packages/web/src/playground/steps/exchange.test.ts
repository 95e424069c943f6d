import { describe, expect, it } from 'vitest';
import { curlText, type Exchange, exchange, requestText, resultOf } from './exchange.ts';

const TOKEN = 'e1377b5fdcd487722990511f26e3011f';

function sent(body: string | null, status = 200): Exchange {
  return {
    method: 'POST',
    path: '/rooms',
    headers: [
      ['Accept', 'application/json'],
      ['Authorization', `Bearer ${TOKEN}`],
    ],
    body,
    answer: {
      kind: 'answered',
      status,
      statusText: '',
      milliseconds: 1,
      headers: [],
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

  it('is a line of curl, whatever it says', () => {
    const text = curlText('http://h:1', sent(`{"name":"Ada's $HOME \`id\`"}`));
    expect(text).toContain(`-H 'Authorization: Bearer ${TOKEN}'`);
    expect(text).toContain(`-d '{"name":"Ada'\\''s $HOME \`id\`"}'`);
  });
});

describe('an answer', () => {
  it('has a result only if it was a success', () => {
    expect(resultOf(sent(null))).toEqual({ a: 1 });
    expect(resultOf(sent(null, 404))).toBeNull();
  });

  it('that never comes is said in words', async () => {
    const call = { method: 'GET', path: '/rooms', token: null } as const;
    const { answer } = await exchange('http://127.0.0.1:1', call);
    expect(answer).toEqual({
      kind: 'failed',
      words: expect.stringMatching(/^The server did not answer: /),
    });
  });
});
