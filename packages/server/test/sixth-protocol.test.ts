/** A protocol is one folder and one line: a toy one joins the five. */
import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { targetOf } from '../src/core/sanctions.ts';
import { PROTOCOLS } from '../src/protocols/list.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { toy } from './toy/definition.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    protocols: [...PROTOCOLS, toy],
    settings: { toy: { room: 'shared' }, lobby: { room: 'shared' } },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const enter = async (name: string, query = '') => {
  const client = await FrameClient.open(`${server.wsUrl}/toy/${name}${query}`);
  return { client, first: await client.next() };
};

test('it joins, sends, and receives, also those of other protocols', async () => {
  const { client: ada, first } = await enter('ada');
  expect(first).toEqual({ type: 'welcome', name: 'ada' });
  await using lobby = await LobbyClient.enter(server.wsUrl, 'lena');
  ada.sendRaw('hello');
  const frames = await ada.take(2);
  expect(frames).toContainEqual({ type: 'said', by: 'ada', text: 'hello', change: null });
  expect(frames).toContainEqual({ type: 'stored', seq: expect.any(Number) });
  lobby.sendText('good day');
  expect(await ada.next()).toEqual({ type: 'said', by: 'lena', text: 'good day', change: null });
  await ada.close();
});

test('it is refused in its own words, within its own limits', async () => {
  const { client: bob } = await enter('bob');
  bob.sendRaw('x'.repeat(21));
  expect(await bob.next()).toEqual({ type: 'error', message: 'Message is too long' });
  await bob.close();
  const { client: nameless, first } = await enter('');
  expect(first).toEqual({ type: 'error', message: 'A name is required' });
  expect(await nameless.closed).toEqual({ code: 1008, reason: 'A name is required' });
});

test('it resumes where it was', async () => {
  const { client: eve, first } = await enter('eve', '?since=now');
  await eve.close();
  const { client: bob } = await enter('bob');
  bob.sendRaw('while you were away');
  await bob.take(2);
  const since = `${first.epoch}.${first.change}`;
  const { client: back } = await enter('eve', `?since=${since}`);
  expect(await back.take(2)).toMatchObject([
    { type: 'resumed', from: first.change },
    { type: 'said', by: 'bob', text: 'while you were away', change: expect.any(Number) },
  ]);
  await back.close();
  await bob.close();
});

test('a ban closes it, and says so', async () => {
  const { client: mallory } = await enter('mallory');
  const { id } = await server.core.rooms.findPublic('shared');
  await server.core.moderation.sanction(systemActor(DEFAULT_APP_ID), id, {
    kind: 'ban',
    target: targetOf({ appId: DEFAULT_APP_ID, id: 'toy:mallory' }, DEFAULT_APP_ID),
    durationMs: null,
    reason: '',
  });
  expect(await mallory.next()).toMatchObject({
    type: 'error',
    message: expect.stringMatching(/banned/i),
  });
  expect(await mallory.closed).toMatchObject({ code: 1008 });
  const { first } = await enter('mallory');
  expect(first).toMatchObject({ type: 'error', message: expect.stringMatching(/banned/i) });
});
