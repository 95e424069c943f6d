import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import { type Account, Api, enter, makeRoom, QUICK, register } from '../testing/api.ts';
import { CALLS } from './routes.ts';
import { Refused, Status } from './schema.ts';

let server: TestServer;
let owner: Account;
let other: Account;
let room: string;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  other = await register(server, 'other');
  room = await makeRoom(owner);
});
afterAll(() => server[Symbol.asyncDispose]());

async function sendText(): Promise<number> {
  return (await owner.api.post('/messages', { room, message: 'hi' })).body.result;
}

const refused = Compile(Refused);

/** A path and a body with which a call succeeds; `by`: not the owner. */
type Success = readonly [path: string, body?: object | undefined, by?: Account];

/** For each call of the API spec. */
const SUCCESSES: Readonly<Record<string, () => Promise<Success>>> = {
  'POST /users/register': async () => [
    '/users/register',
    { username: 'new.one', password: 'long enough' },
  ],
  'POST /users/login': async () => ['/users/login', { guest: true }],
  'POST /users/logout': async () => ['/users/logout', undefined, await register(server)],
  'POST /me/password': async () => {
    const account = await register(server);
    const old_password = `password of ${account.name}`;
    return ['/me/password', { old_password, password: 'another, longer one' }, account];
  },
  'GET /me': async () => ['/me'],
  'PATCH /me': async () => ['/me', { display_name: 'Owner' }],
  'GET /users/:uid': async () => [`/users/${other.uid}`],
  'PATCH /users/:uid': async () => [`/users/${owner.uid}`, { display_name: 'Owner' }],
  'POST /rooms': async () => ['/rooms', { name: 'New' }],
  'GET /rooms': async () => ['/rooms?limit=3'],
  'GET /rooms/:uid': async () => [`/rooms/${room}`],
  'PATCH /rooms/:uid': async () => [`/rooms/${room}`, { name: 'Other', slow_mode: 0 }],
  'DELETE /rooms/:uid': async () => [`/rooms/${await makeRoom(owner)}`],
  'GET /rooms/:uid/users': async () => [`/rooms/${room}/users`],
  'GET /rooms/:uid/messages': async () => [`/rooms/${room}/messages?before=${await sendText()}`],
  'DELETE /rooms/:uid/messages': async () => [`/rooms/${room}/messages`],
  'POST /messages': async () => ['/messages', { room, message: 'hi' }],
  'DELETE /messages/:id': async () => [`/messages/${await sendText()}`],
  'POST /users/:uid/mod': async () => [`/users/${other.uid}/mod`, { room }],
  'POST /users/:uid/unmod': async () => [`/users/${other.uid}/unmod`, { room }],
  'POST /bans': async () => ['/bans', { user: other.uid, room, duration: '1d', reason: 'spam' }],
  'GET /bans': async () => [`/bans?room=${room}`],
  'POST /unban': async () => {
    await owner.api.post('/bans', { user: other.uid, room });
    return ['/unban', { user: other.uid, room }];
  },
  'POST /rooms/:uid/cleanup': async () => [
    `/rooms/${room}/cleanup`,
    { user: other.uid, last: 'all' },
  ],
  'GET /random': async () => ['/random'],
  'GET /websocket': async () => ['/websocket'],
};

test('every call of the API spec answers in the form that it says', async () => {
  await using _somebody = await enter(server, other, room);
  await sendText();
  for (const [name, call] of CALLS) {
    const [method = ''] = name.split(' ');
    const [path, body, by = owner] = (await SUCCESSES[name]?.()) ?? [`no example of ${name}`];
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${by.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect([name, answer.status, text.slice(0, 300)]).toEqual([
      name,
      call.response === null ? 204 : 200,
      expect.any(String),
    ]);
    if (call.response === null) expect(text).toBe('');
    else expect([name, Compile(call.response).Check(JSON.parse(text))]).toEqual([name, true]);
    if (body && call.body) expect([name, Compile(call.body).Check(body)]).toEqual([name, true]);
  }
});

test('what is refused has one form', async () => {
  for (const [name] of CALLS) {
    const [method, url = ''] = name.split(' ');
    const path = url.replace(/:\w+/, 'nobody');
    const { status, body } = await new Api(server.url).post(path, method === 'POST' ? {} : '');
    if (status !== 200) expect([path, refused.Check(body)]).toEqual([path, true]);
  }
});

test('GET / tells callers that ask for JSON how the server is', async () => {
  const { status, body } = await new Api(server.url).get('/', { accept: 'application/json' });
  expect([status, Compile(Status).Check(body)]).toEqual([200, true]);
});
