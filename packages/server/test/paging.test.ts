/** Any page of a long history at one price, by REST: from the newest message back to the first, and up again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

const COUNT = 100_000;
const PAGE = 100;
/** How much slower the far end may be than the near one, by the quickest of samples taken in turns. */
const FACTOR = 2;
const SAMPLES = 31;

let server: TestServer;
const texts = Array.from({ length: COUNT }, (_, i) => `m${i}`);

beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
  const actor = systemActor('sandbox');
  for (let from = 0; from < COUNT; from += 1000) {
    const batch = texts.slice(from, from + 1000);
    await Promise.all(batch.map((text) => sendText(server.core, actor, SANDBOX_ROOM, text)));
  }
});
afterAll(() => server[Symbol.asyncDispose]());

test('the platform’s cursors lead to the first message and back, each message once', async () => {
  const api = new PlatformApi(server.url);
  const size = `${PAGE}`;
  const down: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { data, pagination } = await api.page(SANDBOX_ROOM, {
      size,
      ...(cursor !== undefined && { after: cursor }),
    });
    down.push(...data.map(({ content }) => content));
    cursor = data.at(-1)?.id;
    if (!pagination.has_next) break;
  }
  expect(down).toEqual(texts.toReversed());

  const near = () => api.page(SANDBOX_ROOM, { size });
  const far = () => api.page(SANDBOX_ROOM, { size, before: cursor ?? '' });
  const page = await far();
  expect(page.data.map(({ content }) => content)).toEqual(texts.slice(1, PAGE + 1).toReversed());
  await expectOnePrice(near, far);

  const up = await api.history(SANDBOX_ROOM);
  expect(up.map(({ content }) => content)).toEqual(texts);
});

test('the community’s pages lead back to the first message, each message once', async () => {
  const api = new CommunityApi(server.url);
  const limit = `${PAGE}`;
  const all: string[] = [];
  let before: number | undefined;
  for (;;) {
    const query = { limit, ...(before !== undefined && { before: `${before}` }) };
    const page = await api.page(MEETING_UID, query);
    all.unshift(...page.map(({ message }) => message));
    if (page.length === 0) break;
    before = page[0]?.id;
  }
  expect(all).toEqual(texts);
  const near = () => api.page(MEETING_UID, { limit });
  const far = () => api.page(MEETING_UID, { limit, before: `${(before ?? 0) + PAGE}` });
  expect(await far()).toHaveLength(PAGE);
  await expectOnePrice(near, far);
});

/** Taken in turns, and the quickest of them: it is the one that a busy machine disturbed least. */
async function expectOnePrice(near: () => Promise<unknown>, far: () => Promise<unknown>) {
  const times: { near: number[]; far: number[] } = { near: [], far: [] };
  for (let i = 0; i < SAMPLES; i++) {
    times.near.push(await timeOf(near));
    times.far.push(await timeOf(far));
  }
  expect(Math.min(...times.far)).toBeLessThan(FACTOR * Math.min(...times.near));
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
