import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemActor } from '../../../core/actor.ts';
import { EventClient } from '../../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import {
  type Account,
  enter,
  makeRoom,
  QUICK,
  register,
  rejection,
  signIn,
} from '../testing/api.ts';

let server: TestServer;
let owner: Account;
let moderator: Account;
let other: Account;
let uid: string;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  moderator = await register(server, 'keeper');
  other = await register(server, 'other');
});
beforeEach(async () => {
  uid = await makeRoom(owner);
  await owner.api.post(`/users/${moderator.uid}/mod`, { room: uid });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Says it and gives the reply. */
async function command(client: EventClient, text: string) {
  client.emit('sendMessage', { text });
  return client.next('system');
}

const done = (text: string) => ({ type: 'success', text });
const FORBIDDEN = rejection('You may not do this');
const LOGIN_FIRST = rejection('Error: Unauthorized. Login first');

describe('a command', () => {
  test('is never stored, and no other client receives it', async () => {
    await using client = await enter(server, owner, uid);
    await using reader = await enter(server, null, uid);
    for (const text of ['!echo secret', '!help', '!nonsense', '!', '!room name New'])
      await command(client, text);
    await client.ask('sendMessage', { text: 'said' });
    expect((await reader.next('message')).message).toBe('said');
    const { body } = await owner.api.get(`/rooms/${uid}/messages`);
    expect(body.messages).toHaveLength(1);
  });

  test.each([
    ['!nonsense 1 2', 'nonsense'],
    ['!constructor', 'constructor'],
    ['!__proto__', '__proto__'],
    ['!', ''],
    ['!HELPME', 'HELPME'],
  ])('that there is not is refused: %s', async (text, name) => {
    await using client = await EventClient.open(server.url);
    expect(await command(client, text)).toEqual(rejection(`Command ${name} not found!`));
  });

  test('needs a room or a login where it is about one', async () => {
    await using client = await EventClient.open(server.url);
    const notInRoom = rejection('Not in any rooms at the moment');
    for (const text of ['!users', '!leave']) expect(await command(client, text)).toEqual(notInRoom);
    for (const text of ['!purge', '!ban bob', '!unban bob', '!mod bob', '!slow 5', '!name x'])
      expect(await command(client, text)).toEqual(LOGIN_FIRST);
    await signIn(client, other);
    for (const text of ['!purge', '!ban bob', '!unban bob', '!unmod bob', '!slow 5'])
      expect(await command(client, text)).toEqual(notInRoom);
  });
});

describe('!help and !echo', () => {
  test('name every command of the page', async () => {
    await using client = await EventClient.open(server.url);
    const { type, text } = await command(client, '!help');
    expect(type).toBe('info');
    const names = text.split('\n').map((line: string) => /^!(\w+)/.exec(line)?.[1]);
    expect(names.sort()).toEqual(
      ['ban', 'echo', 'help', 'join', 'leave', 'login', 'logout', 'mod', 'name', 'purge'].concat(
        ...['quit', 'room', 'slow', 'unban', 'unmod', 'users'],
      ),
    );
    expect(await command(client, '!ECHO  a  "b" ')).toEqual({ type: 'info', text: 'a  "b"' });
  });

  test('say of each command who may use it, as it is', async () => {
    const commands = ['ban nobody', 'unban nobody', 'mod nobody', 'unmod nobody', 'purge'];
    commands.push('room slow 5', 'slow 5');
    await using keeper = await enter(server, moderator, uid);
    const help = (await command(keeper, '!help')).text.split('\n');
    for (const text of commands) {
      const line = help.find((usage: string) => usage.startsWith(`!${text.split(' ')[0]}`)) ?? '';
      const reply = await command(keeper, `!${text}`);
      expect(reply.text === 'You may not do this', line).toBe(line.includes('(owner)'));
    }
  });
});

describe('!login, !logout and !name', () => {
  test('sign in as guest or with a token, and out', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('sendMessage', { text: '!login' });
    const { user } = await client.next('auth_updated');
    expect(user.roles).toEqual(['guest']);
    expect(await client.next('system')).toEqual(done(`You are logged in as ${user.displayName}`));
    expect(await command(client, '!login')).toEqual(rejection('Already logged in!'));
    expect(await command(client, '!login nonsense')).toEqual(rejection('Invalid login'));
    const account = await register(server);
    expect(await command(client, `!login ${account.token}`)).toEqual(
      done(`You are logged in as ${account.name}`),
    );
    expect((await client.next('auth_updated')).user.uid).toBe(account.uid);
    expect(await command(client, '!logout')).toEqual(done('You are logged out'));
    expect(await client.next('auth_updated')).toEqual({ user: null });
    expect(await command(client, '!logout')).toEqual(LOGIN_FIRST);
    expect(await command(client, `!login ${account.token}`)).toEqual(rejection('Invalid login'));
  });

  test('change the name', async () => {
    const account = await register(server);
    await using client = await enter(server, account, uid);
    expect(await command(client, '!name "Ada Lovelace"')).toEqual(
      done('Your name is now Ada Lovelace'),
    );
    expect((await client.next('auth_updated')).user.displayName).toBe('Ada Lovelace');
    expect(await command(client, '!name')).toEqual(rejection('Usage: !name NAME'));
    expect(await command(client, `!name ${'x'.repeat(65)}`)).toEqual(
      rejection('display_name is too long (max 64 characters)'),
    );
  });
});

describe('!join, !leave, !quit and !users', () => {
  test('go about', async () => {
    const second = await makeRoom(owner, 'Second');
    await using client = await enter(server, other, uid);
    expect(await command(client, `!users`)).toEqual({
      type: 'info',
      text: `Users online: 1 (${other.name})`,
    });
    client.emit('sendMessage', { text: `!join ${second}` });
    expect((await client.next('room_updated')).room.name).toBe('Second');
    await client.next('room_users');
    expect(await command(client, '!join no-such-room')).toEqual(rejection('No such room exists!'));
    expect(await command(client, '!join')).toEqual(rejection('Usage: !join UID'));
    expect(await command(client, '!leave')).toEqual(done('You have left the room'));
    client.emit('sendMessage', { text: 'anybody?' });
    expect(await client.next('system')).toEqual(rejection('Not in any rooms at the moment'));
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
    client.emit('sendMessage', { text: '!quit' });
    expect(await gone).toBe('io server disconnect');
  });
});

describe('!room and !slow', () => {
  test('change the room, for its owner', async () => {
    await using client = await enter(server, owner, uid);
    for (const text of ['!room name "Tea time"', '!room DESCRIPTION  for two ', '!room slow 7'])
      expect(await command(client, text)).toEqual(done('The room has been updated'));
    const changed = { uid, name: 'Tea time', description: 'for two', slowMode: 7 };
    expect((await owner.api.get(`/rooms/${uid}`)).body.room).toEqual(changed);
    expect(await command(client, '!slow 0')).toEqual(done('The room has been updated'));
    for (const text of ['!room', '!room name', '!room colour red'])
      expect(await command(client, text)).toEqual(
        rejection('Usage: !room name|description|slow VALUE'),
      );
    for (const text of ['!slow', '!slow -1', '!slow soon', '!room slow 1.5'])
      expect(await command(client, text)).toEqual(
        rejection('Slow mode must be a whole number of seconds from 0 to 86400'),
      );
  });

  test('are refused to others, moderators among them', async () => {
    await using client = await enter(server, other, uid);
    for (const text of ['!room name Mine', '!room description x', '!slow 5'])
      expect(await command(client, text)).toEqual(FORBIDDEN);
    await using keeper = await enter(server, moderator, uid);
    for (const text of ['!room name Mine', '!slow 5'])
      expect(await command(keeper, text)).toEqual(FORBIDDEN);
  });
});

describe('!ban and !unban', () => {
  test.each([
    ['', '1 day', ''],
    [' 2h', '2 hours', ''],
    [' 2h 30m too loud', '2 hours 30 minutes', 'too loud'],
    [' "1w" "3 warnings"', '7 days', '3 warnings'],
    [' 1w 3 warnings', '7 days', '3 warnings'],
    [' "3 warnings"', '1 day', '3 warnings'],
    [' spam', '1 day', 'spam'],
  ])('USER%s bans for %s', async (rest, words, reason) => {
    const target = await register(server);
    await using client = await enter(server, target, uid);
    await using keeper = await enter(server, moderator, uid);
    expect(await command(keeper, `!ban ${target.name}${rest}`)).toEqual(
      done(`${target.name} is banned for ${words}`),
    );
    const text = `You are banned from this channel. Your ban will expire in ${words}`;
    expect(await client.next('system')).toEqual(rejection(text));
    const { bans } = (await owner.api.get(`/bans?room=${uid}`)).body;
    expect(bans).toMatchObject([{ user: { uid: target.uid }, reason, by: moderator.uid }]);
    expect(await command(keeper, `!unban "${target.name}"`)).toEqual(
      done(`${target.name} is no longer banned`),
    );
    expect(await client.ask('sendMessage', { text: 'hi' })).toMatchObject({ success: true });
    expect(await command(keeper, `!unban ${target.name}`)).toEqual(
      rejection('This user is not banned'),
    );
  });

  test('find their user by uid, name or a part of it that fits one only', async () => {
    const [anna, annabel] = [await register(server, 'zanna'), await register(server, 'zannabel')];
    await anna.api.patch('/me', { display_name: 'Zoe Smith' });
    await using keeper = await enter(server, moderator, uid);
    const banned = async (name: string) => (await command(keeper, `!ban ${name} 1m`)).text;
    // Part of a name finds no user outside the room.
    for (const part of ['zan', 'zannabe', '"OE SMI"'])
      expect(await banned(part)).toMatch(/^No such user found: /);
    for (const { api } of [anna, annabel])
      await api.post('/messages', { room: uid, message: 'hi' });
    expect(await banned(anna.uid)).toBe('Zoe Smith is banned for 1 minute');
    expect(await banned('"zoe smith"')).toBe('Zoe Smith is banned for 1 minute');
    expect(await banned('OE SMI')).toBe('No such user found: "OE"');
    expect(await banned('"OE SMI"')).toBe('Zoe Smith is banned for 1 minute');
    expect(await banned(anna.name.toUpperCase())).toBe('Zoe Smith is banned for 1 minute');
    expect(await banned('zannabe')).toBe(`${annabel.name} is banned for 1 minute`);
    expect(await banned('zan')).toBe(`${annabel.name} is banned for 1 minute`);
    expect(await banned('za')).toBe('No such user found: "za"');
    await owner.api.post('/unban', { user: annabel.uid, room: uid });
    await using _online = await enter(server, annabel, uid);
    expect(await banned('zan')).toBe(`${annabel.name} is banned for 1 minute`);
  });

  test('find by id who wrote in the room from another protocol, and has left', async () => {
    await using keeper = await enter(server, moderator, uid);
    const lobby = new WebSocket(`${server.wsUrl}/ws/chat/gone?room=${uid}`);
    lobby.addEventListener('open', () => lobby.send('{"message":"spam"}'));
    const { user } = await keeper.next('message');
    const left = new Promise((resolve) => lobby.addEventListener('close', resolve));
    lobby.close();
    await left;
    const room = await server.core.rooms.findPublic(uid);
    while (server.core.presence.count(room.id) > 1) await keeper.next('room_users');
    expect((await command(keeper, `!ban ${user.uid} 1m`)).text).toBe('gone is banned for 1 minute');
    await owner.api.post('/unban', { user: user.uid, room: uid });
    const ban = { user: user.uid, room: uid, duration: '1h', reason: '' };
    expect((await owner.api.post('/bans', ban)).status).toBe(200);
    expect((await owner.api.post('/bans', { ...ban, user: 'lobby:nobody' })).status).toBe(404);
    const { bans } = (await owner.api.get(`/bans?room=${uid}`)).body;
    expect(bans).toMatchObject([{ user: { uid: user.uid } }]);
  });

  test('are refused to others, who learn nothing of who there is', async () => {
    await using client = await enter(server, other, uid);
    for (const text of ['!ban nobody', `!ban ${owner.name}`, '!unban nobody', '!purge'])
      expect(await command(client, text)).toEqual(FORBIDDEN);
  });

  test.each([
    ['!ban', 'Usage: !ban USER [DURATION=1d] [REASON]'],
    ['!ban ""', 'Usage: !ban USER [DURATION=1d] [REASON]'],
    ['!ban somebody 99x', 'Invalid duration: 99x'],
    ['!ban somebody 0s', 'Invalid duration: 0s'],
    ['!ban somebody -1d', 'Invalid duration: -1d'],
    ['!ban nobody.at.all', 'No such user found: "nobody.at.all"'],
    ['!unban', 'Usage: !unban USER'],
    ['!unban nobody.at.all', 'No such user found: "nobody.at.all"'],
  ])('refuse %s', async (text, words) => {
    await using keeper = await enter(server, moderator, uid);
    expect(await command(keeper, text)).toEqual(rejection(words));
  });

  test('hit neither root nor the owner nor oneself', async () => {
    const root = await register(server, 'boss');
    const roles = ['root'] as const;
    await server.core.users.update(systemActor(DEFAULT_APP_ID), root.uid, { roles });
    await using keeper = await enter(server, moderator, uid);
    for (const { name } of [root, owner, moderator])
      expect(await command(keeper, `!ban ${name}`)).toEqual(FORBIDDEN);
  });
});

describe('!mod, !unmod and !purge', () => {
  test('make and unmake moderators, for the owner', async () => {
    const target = await register(server);
    await using client = await enter(server, target, uid);
    await using boss = await enter(server, owner, uid);
    expect(await command(boss, `!mod ${target.name}`)).toEqual(
      done(`${target.name} is now a moderator`),
    );
    expect((await client.next('auth_updated')).user.roles).toEqual(['mod', 'registered']);
    expect(await command(client, '!purge')).toEqual(done('All messages have been removed'));
    expect(await client.next('room_purged')).toEqual({ deleted: true });
    expect(await command(client, `!mod ${other.name}`)).toEqual(FORBIDDEN);
    expect(await command(boss, `!unmod ${target.name}`)).toEqual(
      done(`${target.name} is no longer a moderator`),
    );
    expect(await command(client, '!purge')).toEqual(FORBIDDEN);
    for (const [text, words] of [
      ['!mod', 'Usage: !mod USER'],
      ['!unmod', 'Usage: !unmod USER'],
      ['!mod nobody.at.all', 'No such user found: "nobody.at.all"'],
    ] as const)
      expect(await command(boss, text)).toEqual(rejection(words));
  });

  test('make no moderator of somebody without an account', async () => {
    await using boss = await enter(server, owner, uid);
    const lobby = new WebSocket(`${server.wsUrl}/ws/chat/visitor?room=${uid}`);
    await boss.next('room_users');
    expect(await command(boss, '!mod visitor')).toEqual(rejection('No such user found: "visitor"'));
    expect((await command(boss, '!ban visitor')).text).toBe('visitor is banned for 1 day');
    lobby.close();
  });
});
