/** A message that answers another: `reply_to` in, `meta.reply_to` out, where clients know messages by id. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { joined, pair } from '../src/protocols/direct/testing/conversation.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** What a client saw of what it sent: the message, or the error's text. */
interface Sent {
  readonly id?: string;
  readonly meta?: object | undefined;
  readonly error?: string;
}

interface Way {
  send(text: string, replyTo?: string): Promise<Sent>;
}

const WAYS: Readonly<Record<string, () => Promise<Way>>> = {
  async wall() {
    const client = await FrameClient.open(`${server.wsUrl}/ws`);
    return {
      async send(text, replyTo) {
        client.send({ type: 'send_message', data: { text, reply_to: replyTo ?? null } });
        return (await client.next()).data;
      },
    };
  },
  async direct() {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    return {
      async send(body, replyTo) {
        const sent = {
          roomId,
          senderId: a,
          body,
          ...(replyTo !== undefined && { reply_to: replyTo }),
        };
        const { ok, message } = await client.ask('send_message', sent);
        return ok ? message : { error: message };
      },
    };
  },
  async 'platform by WebSocket'() {
    const client = await PlatformClient.enter(server.wsUrl, 'alice');
    return {
      async send(content, replyTo) {
        client.send('message', { content, reply_to: replyTo ?? null });
        const frame = await client.frames.next(
          ({ type }) => type === 'message' || type === 'error',
        );
        if (frame.type === 'error') return { error: frame.data.message };
        return frame.type === 'message' ? frame.data : {};
      },
    };
  },
  'platform by REST': async () => ({
    async send(content, replyTo) {
      const { body } = await post({ content, reply_to: replyTo ?? null });
      return body.data ?? { error: JSON.stringify(body) };
    },
  }),
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
async function post(draft: object): Promise<any> {
  const answer = await fetch(`${server.url}/api/v1/rooms/${SANDBOX_ROOM}/messages`, {
    method: 'POST',
    headers: { 'x-api-key': SANDBOX_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ sender_id: 'alice', ...draft }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe.each(Object.keys(WAYS))('an answer by %s', (name) => {
  it('shows what it answers, also when that is gone; nothing else can be answered', async () => {
    const way = await WAYS[name]?.();
    if (way === undefined) throw new Error(name);
    const { id = '' } = await way.send('question');
    const answer = await way.send('answer', id.toUpperCase());
    expect(answer.meta).toEqual({ reply_to: id });
    for (const stranger of [randomUUID(), 'nothing']) {
      const { error } = await way.send('lost', stranger);
      expect(error).toMatch(/not found/i);
    }
    const { messages } = server.core;
    const operator = systemActor('default');
    const read = () => messages.locate(operator, { id: answer.id ?? '' });
    await messages.delete(operator, (await read()).roomId, id);
    expect((await read()).replyTo).toBe(id);
  });
});

it('platform: meta.reply_to is the app’s own, unless the message answers another', async () => {
  const own = await post({ content: 'x', meta: { reply_to: 'anything' } });
  expect(own).toMatchObject({ status: 201, body: { data: { meta: { reply_to: 'anything' } } } });
  const both = { content: 'x', meta: { reply_to: 'anything' }, reply_to: own.body.data.id };
  expect(await post(both)).toMatchObject({ status: 422 });
  expect(await post({ content: 'x', reply_to: randomUUID() })).toMatchObject({ status: 404 });
});
