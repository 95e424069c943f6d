import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlatformServer, ROOM, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

async function notify(body: object) {
  return platform.call('POST /notifications', { body: { title: 'T', content: 'C', ...body } });
}

test('a notification is made, read, and marked as read once', async () => {
  const made = await notify({
    user_id: 'reader',
    room_id: ROOM,
    action_url: '/inbox',
    priority: 'high',
    icon: 'bell',
  });
  expect(made.status).toBe(201);
  expect(made.body.data).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    user_id: 'reader',
    room_id: ROOM,
    title: 'T',
    content: 'C',
    action_url: '/inbox',
    priority: 'high',
    icon: 'bell',
    status: 'unread',
    read_at: null,
    created_at: expect.stringMatching(ISO),
  });
  const path = `/notifications/${made.body.data.id}`;
  expect((await platform.call(`GET ${path}`)).body.data).toEqual(made.body.data);
  const read = await platform.call(`PUT ${path}/read`);
  expect([read.status, read.body.data]).toEqual([
    200,
    { ...made.body.data, status: 'read', read_at: expect.stringMatching(ISO) },
  ]);
  expect((await platform.call(`PUT ${path}/read/`)).body.data).toEqual(read.body.data);
});

test('urgent and high ones come first, then the newest', async () => {
  for (const priority of ['normal', 'urgent', 'low', 'high', 'normal'])
    await notify({ user_id: 'sorted', title: priority, priority });
  const { body } = await platform.call('GET /notifications?user_id=sorted');
  const titles = body.data.map(({ title }: { title: string }) => title);
  expect(titles.slice(0, 2)).toEqual(['urgent', 'high']);
  expect(titles.slice(2).toSorted()).toEqual(['low', 'normal', 'normal']);
  expect(body.pagination.total).toBe(5);
  const walked: string[] = [];
  for (let after = ''; ; ) {
    const cursor = after === '' ? '' : `&after=${after}`;
    const page = await platform.call(`GET /notifications?user_id=sorted&size=2${cursor}`);
    for (const { title, id } of page.body.data) {
      walked.push(title);
      after = id;
    }
    if (!page.body.pagination.has_next) break;
  }
  expect(walked).toEqual(titles);
});

test('the list is filtered by status', async () => {
  const first = await notify({ user_id: 'filtered', title: 'first' });
  await notify({ user_id: 'filtered', title: 'second' });
  await platform.call(`PUT /notifications/${first.body.data.id}/read`);
  const titlesOf = async (status: string) => {
    const { body } = await platform.call(`GET /notifications?user_id=filtered&status=${status}`);
    return body.data.map(({ title }: { title: string }) => title);
  };
  expect([await titlesOf('read'), await titlesOf('unread')]).toEqual([['first'], ['second']]);
});

test.each([
  ['neither user nor room', {}, 'user_id'],
  ['no title', { user_id: 'x', title: undefined }, 'title'],
  ['a blank title', { user_id: 'x', title: ' ' }, 'title'],
  ['an empty content', { user_id: 'x', content: '' }, 'content'],
  ['an unknown priority', { user_id: 'x', priority: 'top' }, 'priority'],
  ['a script for a link', { user_id: 'x', action_url: 'JavaScript:alert(1)' }, 'action_url'],
  ['a bad user', { user_id: 'a b' }, 'user_id'],
])('%s is 422', async (_, body, field) => {
  const reply = await notify(body);
  expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
});

test("another app's room and notifications do not exist", async () => {
  const key = await platform.makeApp();
  const { body } = await notify({ user_id: 'x' });
  const draft = { room_id: ROOM, title: 'T', content: 'C' };
  expect((await platform.call('POST /notifications', { key, body: draft })).status).toBe(404);
  for (const request of [
    `GET /notifications/${body.data.id}`,
    `PUT /notifications/${body.data.id}/read`,
  ])
    expect((await platform.call(request, { key })).status).toBe(404);
});

test("a token sees and marks its own user's only, and sends none", async () => {
  const own = await notify({ user_id: 'tess' });
  const other = await notify({ user_id: 'user_123' });
  const bearer = await platform.makeToken({ user_id: 'tess' });
  const list = await platform.call('GET /notifications', { bearer });
  expect(list.body.data).toEqual([own.body.data]);
  expect((await platform.call('GET /notifications?user_id=user_123', { bearer })).status).toBe(403);
  const statusOf = async (request: string) => (await platform.call(request, { bearer })).status;
  expect(await statusOf(`PUT /notifications/${own.body.data.id}/read`)).toBe(200);
  expect(await statusOf(`GET /notifications/${other.body.data.id}`)).toBe(404);
  expect(await statusOf(`PUT /notifications/${other.body.data.id}/read`)).toBe(404);
  const body = { user_id: 'tess', title: 'T', content: 'C' };
  expect((await platform.call('POST /notifications', { bearer, body })).status).toBe(403);
});

test('for a token that names rooms, what is about others is not there', async () => {
  const room = await platform.makeRoom();
  const about = await notify({ user_id: 'narrow', room_id: room });
  const aboutNone = await notify({ user_id: 'narrow' });
  const secret = await notify({ user_id: 'narrow', room_id: await platform.makeRoom() });
  const bearer = await platform.makeToken({ user_id: 'narrow', rooms: [room] });
  const { body } = await platform.call('GET /notifications', { bearer });
  expect(body.pagination.total).toBe(2);
  expect(new Set(body.data)).toEqual(new Set([about.body.data, aboutNone.body.data]));
  const { id } = secret.body.data;
  for (const request of [`GET /notifications/${id}`, `PUT /notifications/${id}/read`])
    expect((await platform.call(request, { bearer })).status).toBe(404);
  expect((await platform.call(`GET /notifications/${id}`)).body.data.status).toBe('unread');
});

test('half a surrogate pair is replaced, the same in the answer and when it is read again', async () => {
  const broken = '\uD800';
  const made = await notify({
    ...{ user_id: 'halves', title: `T${broken}`, content: `C${broken}`, icon: `i${broken}` },
    action_url: `/inbox/${broken}`,
  });
  const read = await platform.call(`GET /notifications/${made.body.data.id}`);
  expect(read.body.data).toEqual(made.body.data);
  expect(JSON.stringify(read.body)).not.toContain('d800');
});
