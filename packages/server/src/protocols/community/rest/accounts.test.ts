import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import { Api, QUICK, register, registerRoot } from '../testing/api.ts';

let server: TestServer;
let anonymous: Api;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  anonymous = new Api(server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

describe('POST /users/register', () => {
  test('makes an account and signs in', async () => {
    const { status, body } = await anonymous.post('/users/register', {
      username: 'ada.lovelace',
      password: 'analytical',
    });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['user', 'token']);
    expect(Object.entries(body.user)).toEqual([
      ['uid', expect.stringMatching(/^[\w-]{12}$/)],
      ['displayName', 'ada.lovelace'],
      ['picture', `${server.url}/avatars/${body.user.uid}.svg`],
      ['countryCode', ''],
      ['balance', 0],
      ['roles', ['registered']],
    ]);
    expect((await new Api(server.url, body.token).get('/me')).body).toEqual({ user: body.user });
  });

  test('takes a form as well', async () => {
    const { status, body } = await anonymous.post(
      '/users/register',
      'username=form.user&password=pass%20word%201',
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    expect([status, body.user.displayName]).toEqual([200, 'form.user']);
  });

  test.each([
    'abc',
    'a'.repeat(33),
    'with space',
    'a/b/c',
    'ünicode',
    'root',
    'Admin',
    '',
    4711,
    null,
    ['abcd'],
  ])('refuses the username %j', async (username) => {
    const answer = await anonymous.post('/users/register', { username, password: 'long enough' });
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: 'Invalid username', rule: expect.stringMatching(/4 to 32|reserved/) },
    ]);
  });

  test.each(['1234567', 'x'.repeat(129), '', 12345678, undefined])(
    'refuses the password %j',
    async (password) => {
      const answer = await anonymous.post('/users/register', { username: 'good.name', password });
      expect([answer.status, answer.body]).toEqual([
        400,
        { error: 'Invalid password', rule: 'A password has 8 to 128 characters' },
      ]);
    },
  );

  test('refuses a name that is taken, however it is written', async () => {
    const { name } = await register(server);
    const answer = await anonymous.post('/users/register', {
      username: name.toUpperCase(),
      password: 'long enough',
    });
    expect([answer.status, answer.body]).toEqual([
      409,
      { error: 'User with such username already exists!' },
    ]);
  });
});

describe('POST /users/login', () => {
  test('signs in with an account', async () => {
    const { name, uid, token } = await register(server);
    const { status, body } = await anonymous.post('/users/login', {
      username: name,
      password: `password of ${name}`,
    });
    expect([status, body.user.uid]).toEqual([200, uid]);
    expect(body.token).not.toBe(token);
    expect((await new Api(server.url, body.token).get('/me')).status).toBe(200);
  });

  test('says the same for a wrong password and a wrong name', async () => {
    const { name } = await register(server);
    for (const username of [name, 'anonymous.at.all']) {
      const answer = await anonymous.post('/users/login', { username, password: 'wrong wrong' });
      expect([answer.status, answer.body]).toEqual([401, { error: 'Invalid credentials' }]);
    }
  });

  test.each([1, true, '1', 'yes'])('makes a guest of the address for guest=%j', async (guest) => {
    const first = await anonymous.post('/users/login', { guest });
    const second = await anonymous.post('/users/login', { guest });
    expect(first.status).toBe(200);
    expect(first.body.user).toMatchObject({
      displayName: expect.stringMatching(/^Guest-/),
      roles: ['guest'],
    });
    expect(second.body.user).toEqual(first.body.user);
  });

  test.each([{}, { guest: 0 }, { guest: 'false' }, { username: 'only' }, [], 'null', '7'])(
    'asks for what is missing in %j',
    async (body) => {
      const answer = await anonymous.post('/users/login', body);
      expect([answer.status, answer.body]).toEqual([
        400,
        { error: 'Missing username= and password=, or guest= parameters' },
      ]);
    },
  );

  test('admits no guests where they are off', async () => {
    await using strict = await startTestServer({ settings: { community: { guests: false } } });
    const answer = await new Api(strict.url).post('/users/login', { guest: 1 });
    expect([answer.status, answer.body]).toEqual([403, { error: 'Guests are not allowed' }]);
    expect((await new Api(strict.url).get('/websocket')).body.token).toBeNull();
  });
});

describe('an account', () => {
  test('is found by its uid, by anybody', async () => {
    const { uid, name } = await register(server);
    const { status, body } = await anonymous.get(`/users/${uid}`);
    expect([status, body.user.displayName]).toEqual([200, name]);
  });

  test('is not found when there is none', async () => {
    for (const uid of ['no-such-user', '..%2F..', '%00', 'a'.repeat(300)]) {
      const answer = await anonymous.get(`/users/${uid}`);
      expect([answer.status, answer.body]).toEqual([404, { error: 'No such user exists!' }]);
    }
  });

  test('is shown to its owner, by header or by query', async () => {
    const { token, uid } = await register(server);
    const byQuery = await anonymous.get(`/me?token=${token}`);
    expect([byQuery.status, byQuery.body.user.uid]).toEqual([200, uid]);
    const byHeader = await anonymous.get('/me', { authorization: `bearer ${token}` });
    expect(byHeader.body.user.uid).toBe(uid);
  });

  test.each([null, 'nonsense', 'a b', ''])('asks for a login with the token %j', async (token) => {
    const api = new Api(server.url, token);
    for (const answer of [await api.get('/me'), await api.patch('/me', { display_name: 'x' })])
      expect([answer.status, answer.body]).toEqual([
        401,
        { error: 'Error: Unauthorized. Login first' },
      ]);
  });

  test('gets another name, its own or by its uid', async () => {
    const { api, uid } = await register(server);
    const renamed = await api.patch('/me', { display_name: '  Countess of 😀 ' });
    expect([renamed.status, renamed.body]).toEqual([204, null]);
    expect((await api.get('/me')).body.user.displayName).toBe('Countess of 😀');
    expect((await api.patch(`/users/${uid}`, { display_name: 'Ada' })).status).toBe(204);
    expect((await anonymous.get(`/users/${uid}`)).body.user.displayName).toBe('Ada');
  });

  test.each([
    [{}, 'Missing parameter: display_name'],
    [{ display_name: 7 }, 'Missing parameter: display_name'],
    [{ display_name: ' ' }, 'Invalid display_name'],
    [{ display_name: 'a\nb' }, 'Invalid display_name'],
    [{ display_name: 'x'.repeat(65) }, 'display_name is too long (max 64 characters)'],
  ])('keeps its name when it is to be %j', async (patch, error) => {
    const { api, name } = await register(server);
    const answer = await api.patch('/me', patch);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
    expect((await api.get('/me')).body.user.displayName).toBe(name);
  });

  test('takes no name that says it is somebody else', async () => {
    const { api, name } = await register(server);
    const other = await register(server);
    for (const reserved of ['root', ' Admin ', 'SYSTEM']) {
      const answer = await api.patch('/me', { display_name: reserved });
      expect([answer.status, answer.body]).toEqual([400, { error: 'Invalid display_name' }]);
    }
    const taken = await api.patch('/me', { display_name: other.name.toUpperCase() });
    expect([taken.status, taken.body]).toEqual([
      409,
      { error: 'User with such username already exists!' },
    ]);
    expect((await api.patch('/me', { display_name: 'Ada' })).status).toBe(204);
    expect((await api.patch('/me', { display_name: name })).status).toBe(204);
    const root = await registerRoot(server);
    expect((await root.api.patch('/me', { display_name: 'root' })).status).toBe(204);
  });

  test('is changed by no other user but root', async () => {
    const { uid, name } = await register(server);
    const other = await register(server);
    const answer = await other.api.patch(`/users/${uid}`, { display_name: 'Mallory' });
    expect([answer.status, answer.body]).toEqual([403, { error: 'You may not do this' }]);
    expect((await anonymous.get(`/users/${uid}`)).body.user.displayName).toBe(name);
    const root = await registerRoot(server);
    expect((await root.api.patch(`/users/${uid}`, { display_name: 'Ann' })).status).toBe(204);
    expect((await root.api.patch('/users/no-such', { display_name: 'Ann' })).status).toBe(404);
    expect((await root.api.get('/me')).body.user.roles).toEqual(['root', 'registered']);
  });
});

describe('the country', () => {
  test('is what the proxy in front says, and is remembered', async () => {
    await using behind = await startTestServer({
      settings: { ...QUICK, trustProxy: true, countryHeader: 'X-Country' },
    });
    const api = new Api(behind.url);
    const login = (country: string) =>
      api.post('/users/login', { guest: 1 }, { 'x-country': country });
    expect((await login('de')).body.user.countryCode).toBe('DE');
    for (const unknown of ['XX', 'D', '<b>', 'T1'])
      expect((await login(unknown)).body.user.countryCode).toBe('DE');
    expect((await login('FR')).body.user.countryCode).toBe('FR');
    expect((await api.post('/users/login', { guest: 1 })).body.user.countryCode).toBe('FR');
  });

  test('cannot be set by a client where there is no proxy', async () => {
    await using open = await startTestServer({
      settings: { ...QUICK, countryHeader: 'X-Country' },
    });
    const login = new Api(open.url).post('/users/login', { guest: 1 }, { 'x-country': 'de' });
    expect((await login).body.user.countryCode).toBe('');
  });
});
