/** A message that answers another: `reply_to` in, `meta.reply_to` out, by whatever name the protocol's clients know messages. */
import { randomUUID } from 'node:crypto';
import type { Message } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { roomDraft } from '../src/core/rooms.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_ROOM } from './clients/platform-client.ts';
import { guestToken, HEADERS, PROTOCOLS, type Way } from './support/reply-to.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';
import { type Any, type Id, readCommunity, readLobby } from './support/shown.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each(Object.entries(PROTOCOLS))('an answer by %s', (name, protocol) => {
  const say = (text: string) => `${name}: ${text}`;

  it('shows what it answers, live, to clients that join later or reconnect; an edit leaves that', async () => {
    const way = await protocol.open(server);
    const readers = [await way.read('plain')];
    const { id: question } = await way.send(say('question'));
    const { id: answer } = await way.send(say('answer'), { reply_to: question });
    await way.send(say('no answer'), { reply_to: null });
    readers.push(await way.read('since'));
    if (!protocol.isForgetful) readers.push(await way.read('plain'));
    for (const read of readers) {
      const meta = { reply_to: question };
      expect(await read(say('answer'))).toMatchObject({ id: answer, meta });
      for (const text of ['question', 'no answer'])
        expect((await read(say(text))).meta ?? {}).not.toHaveProperty('reply_to');
    }
    const { messages, policies } = server.core;
    const stored = await locate(way, answer);
    await messages.edit(
      operatorOf(way.roomId),
      way.roomId,
      stored.id,
      say('edited'),
      null,
      policies.system,
    );
    const edited = await (await way.read('since'))(say('edited'));
    expect(edited.meta).toEqual({ reply_to: question });
  });

  it('is refused where it answers nothing of the room', async () => {
    const way = await protocol.open(server);
    const elsewhere = protocol.idOf(await sendElsewhere());
    for (const stranger of [...protocol.strangers, elsewhere]) {
      const { error } = await way.send(say('lost'), { reply_to: stranger });
      expect(error, JSON.stringify(stranger)).toContain(protocol.notFound);
    }
  });

  it('is refused where it names a message as no client does', async () => {
    const way = await protocol.open(server);
    for (const reply_to of protocol.malformed)
      expect(await way.send(say('lost'), { reply_to }), JSON.stringify(reply_to)).toEqual({
        error: expect.stringMatching(protocol.invalid),
      });
  });

  it('may answer a deleted message, and takes what it answers along when it is deleted', async () => {
    const way = await protocol.open(server);
    const { id: question } = await way.send(say('regret'));
    const { messages } = server.core;
    await messages.delete(operatorOf(way.roomId), way.roomId, (await locate(way, question)).id);
    const { id: answer } = await way.send(say('late'), { reply_to: question });
    const shown = await (await way.read('since'))(say('late'));
    expect(shown.meta).toEqual({ reply_to: question });
    const stored = await locate(way, answer);
    const gone = await messages.delete(operatorOf(way.roomId), way.roomId, stored.id);
    expect(gone).toMatchObject({ replyTo: null, replyToNumber: null });
  });

  it('is one message, however often it is sent under its key', async () => {
    const way = await protocol.open(server);
    const { id: question } = await way.send(say('asked once'));
    const more = { reply_to: question, client_key: `key of ${name}` };
    const { id: answer } = await way.send(say('sent twice'), more);
    expect(await way.send(say('sent twice'), more)).toMatchObject({ id: answer });
    const shown = await (await way.read('since'))(say('sent twice'));
    expect(shown).toMatchObject({ id: answer, meta: { reply_to: question } });
  });

  it('is told from a message whose own meta says reply_to', async () => {
    const way = await protocol.open(server);
    const { id: question } = await way.send(say('real question'));
    const meta = { reply_to: 'anything' };
    await sendIn(way.roomId, say('own'), meta);
    const own = await (await way.read('since'))(say('own'));
    expect(own.meta).toEqual(protocol.hasMeta ? meta : undefined);

    const both = await way.send(say('both'), { meta, reply_to: question });
    if (protocol.hasMeta) {
      expect(both.error).toMatch(/meta/);
      const { id } = await way.send(say('untouched'), { meta });
      expect(await (await way.read('since'))(say('untouched'))).toMatchObject({ id, meta });
    } else {
      // No key of these protocols: what else is in a frame is ignored.
      const shown = await (await way.read('since'))(say('both'));
      expect(shown).toMatchObject({ id: both.id, meta: { reply_to: question } });
    }
  });
});

it('platform answers 422 to a meta.reply_to beside reply_to, 404 to an answer to nothing', async () => {
  const status = async (draft: object) => {
    const body = JSON.stringify({ sender_id: 'alice', content: 'x', ...draft });
    const path = `/api/v1/rooms/${SANDBOX_ROOM}/messages`;
    const headers = { ...HEADERS, 'content-type': 'application/json' };
    return (await fetch(server.url + path, { method: 'POST', headers, body })).status;
  };
  const { id } = await sendIn(SANDBOX_ROOM, 'asked');
  expect(await status({ meta: { reply_to: 'x' }, reply_to: id })).toBe(422);
  expect(await status({ reply_to: randomUUID() })).toBe(404);
});

it('community answers 400 to what is no number; in a form, where all is text, digits are one', async () => {
  const { number } = await sendIn(SANDBOX_ROOM, 'asked');
  const authorization = `Bearer ${await guestToken(server)}`;
  const send = async (body: URLSearchParams | string, type?: string) => {
    const headers = { authorization, ...(type !== undefined && { 'content-type': type }) };
    const answer = await fetch(`${server.url}/messages`, { method: 'POST', headers, body });
    const { error }: Any = await answer.json();
    return [answer.status, answer.headers.get('x-error-code'), error];
  };
  const draft = { room: MEETING_UID, message: 'x' };
  const form = (reply_to: string) => send(new URLSearchParams({ ...draft, reply_to }));
  const json = (reply_to: unknown) =>
    send(JSON.stringify({ ...draft, reply_to }), 'application/json');
  const invalid = [400, 'invalidInput', 'Invalid reply_to'];
  expect(await json(`${number}`)).toEqual(invalid);
  for (const text of ['', '0', '-1', `0${number}`, `${number}.0`, '1e3', '9007199254740992'])
    expect(await form(text), text).toEqual(invalid);
  const notFound = [404, 'messageNotFound', 'No such message exists!'];
  expect(await json(Number.MAX_SAFE_INTEGER)).toEqual(notFound);
  expect(await form(`${Number.MAX_SAFE_INTEGER}`)).toEqual(notFound);
  expect(await form(`${number}`)).toEqual([200, null, undefined]);
  expect(await json(null)).toEqual([200, null, undefined]);
});

it('answers come out of an archive with the numbers that messages have there, live as well', async () => {
  await sendElsewhere();
  const question = await sendIn(SANDBOX_ROOM, 'archived question');
  await sendIn(SANDBOX_ROOM, 'archived answer', null, question.id);
  await using copy = await startTestServer({ settings: ONE_ROOM });
  const readers = [await readLobby(copy, 'plain'), await readCommunity(copy, 'plain')];
  let page = await server.core.exporter.begin(OPERATOR, { room: SANDBOX_ROOM });
  const lines = [...page.lines];
  while (page.next !== null) {
    page = await server.core.exporter.page(OPERATOR, page.next);
    lines.push(...page.lines);
  }
  const [header, ...rest] = lines;
  if (header?.type !== 'koine-export') throw new Error('no header');
  const part = {
    header,
    appId: null,
    room: null,
    lines: rest.flatMap((line) => (line.type === 'koine-export' ? [] : [line])),
  };
  expect(await copy.core.importer.import(OPERATOR, part)).toMatchObject({ stopped: null });
  readers.push(await readLobby(copy, 'since'), await readCommunity(copy, 'since'));
  for (const read of readers) {
    const { id } = await read('archived question');
    expect(id).not.toBe(question.number);
    expect((await read('archived answer')).meta).toEqual({ reply_to: id });
  }
});

const operatorOf = (roomId: string) => systemActor(roomId === SANDBOX_ROOM ? 'sandbox' : 'default');
/** A message as this protocol's clients name it. */
function locate({ roomId }: Way, id: Id | undefined): Promise<Message> {
  const number = typeof id === 'number' ? id : /^msg_(\d+)$/.exec(id ?? '')?.[1];
  const by = number === undefined ? { id: String(id) } : { number: Number(number) };
  return server.core.messages.locate(operatorOf(roomId), by);
}

async function sendIn(
  roomId: string,
  content: string,
  meta: { readonly reply_to: string } | null = null,
  replyTo: string | null = null,
): Promise<Message> {
  const draft = { content, type: 'text', meta, clientKey: null, replyTo };
  const { core } = server;
  return (await core.messages.send(operatorOf(roomId), roomId, draft, core.policies.system))
    .message;
}

async function sendElsewhere(): Promise<Message> {
  const draft = { ...roomDraft('elsewhere'), uid: 'elsewhere' };
  return sendIn((await server.core.rooms.ensure(systemActor('default'), draft)).id, 'elsewhere');
}
