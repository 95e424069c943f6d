/** A room is a room, whichever protocol its people speak. */
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { textsOf, waitForText } from './clients/chat-client.ts';
import { CommunityClient, CommunityEvent } from './clients/community-client.ts';
import { DirectClient, DirectEvent } from './clients/direct-client.ts';
import { enter, MEETING, type Meeting, together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { reader } from './clients/reader.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { EventSocket } from './clients/socket-io.ts';
import { ONE_ROOM, UNLIMITED } from './support/settings.ts';

const PAIRS: (readonly [Meeting, Meeting])[] = MEETING.flatMap((one, i) =>
  MEETING.slice(i).map((other) => [one, other] as const),
);

describe('one room for all', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ settings: ONE_ROOM });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(PAIRS)('two of %s and two of %s see each other’s messages', async (one, other) => {
    const entering = [`${one}-1`, `${other}-1`, `${one}-2`, `${other}-2`];
    const clients = await Promise.all(
      entering.map((name, i) => enter(server, i % 2 === 0 ? one : other, name)),
    );
    await using _all = together(clients);
    const texts = clients.map((_, i) => `${i}: ${one} to ${other}`);
    for (const [i, client] of clients.entries()) client.sendText(texts[i] ?? '');

    const orders: string[][] = [];
    for (const client of clients) {
      for (const [i, text] of texts.entries()) {
        const received = await waitForText(client, text);
        expect(received.from).toBe(clients[i]?.name);
      }
      orders.push(textsOf(client).filter((text) => texts.includes(text)));
    }
    for (const order of orders) expect(order).toEqual(orders[0]);
  });

  test('a message sent by REST is received in every protocol', async () => {
    const clients = await Promise.all(MEETING.map((name) => enter(server, name, `rest-${name}`)));
    await using _all = together(clients);
    await new PlatformApi(server.url).post(SANDBOX_ROOM, 'user_123', 'by the platform’s REST');
    const { token } = await new CommunityApi(server.url).guest();
    await new CommunityApi(server.url, token).post('general', 'by the community’s REST');
    for (const client of clients) {
      await waitForText(client, 'by the platform’s REST');
      await waitForText(client, 'by the community’s REST');
    }
  });
});

describe('what happens in a room is sent in every protocol that has a word for it', () => {
  test('a room that an app lists as bridged is entered by its uid; one that is not does not exist', async () => {
    await using server = await startTestServer();
    const api = new PlatformApi(server.url);
    const open = await api.makeRoom({ name: 'Open', bridged: true });
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena', { room: open.uid });
    await using platform = await PlatformClient.enter(server.wsUrl, 'paul', { roomId: open.id });
    lobby.sendText('hello, app');
    expect(await waitForText(platform, 'hello, app')).toMatchObject({ from: 'lena' });

    const shut = await api.makeRoom({ name: 'Shut' });
    await using refused = await LobbyClient.open(server.wsUrl, 'lena', { room: shut.uid });
    expect(await refused.rejection()).toBe('Room not found');
    expect(await refused.closed).toMatchObject({ code: 1008 });
    await using wall = await ReactionsClient.open(server.wsUrl, { room: shut.uid });
    expect(await wall.rejection()).toBe('Room not found');
    await using community = await CommunityClient.open(server.url);
    await expect(community.join(shut.uid)).rejects.toThrow('No such room exists!');
  });

  test('reactions: the wall, the platform and the community hear of each other’s', async () => {
    await using server = await startTestServer({ settings: { limits: UNLIMITED } });
    const { all, lobby, wall, community, platform } = await meet(server);
    await using _all = together(all);
    lobby.sendText('react to this');
    const onWall = await waitForText(wall, 'react to this');
    const inCommunity = await waitForText(community, 'react to this');

    wall.react(onWall.id, '👍');
    const byWall = await platform.frames.next(({ type }) => type === 'reaction_updated');
    const [wallUser] =
      byWall.type === 'reaction_updated' ? (byWall.data.reactions['👍'] ?? []) : [];
    expect(byWall).toMatchObject({ data: { id: onWall.id, emoji: '👍', action: 'added' } });
    expect(await community.events.next(({ event }) => event === 'reaction_updated')).toMatchObject({
      data: { id: Number(inCommunity.id), emoji: '👍', action: 'added', uid: wallUser },
    });

    platform.send('react', { message_id: onWall.id, emoji: '👍' });
    await wall.frames.next(
      (one) => one.type === 'reaction_updated' && one.data.user_id === wallUser,
    );
    expect(await wall.frames.next(({ type }) => type === 'reaction_updated')).toMatchObject({
      data: {
        user_id: 'paul',
        action: 'added',
        message: { reactions: { '👍': [wallUser, 'paul'] } },
      },
    });
    wall.react(onWall.id, '👍');
    expect(
      await platform.frames.next(
        (one) => one.type === 'reaction_updated' && one.data.action === 'removed',
      ),
    ).toMatchObject({ data: { reactions: { '👍': ['paul'] } } });

    // The lobby has no word for it.
    lobby.sendText('after the reactions');
    await waitForText(lobby, 'after the reactions');
    expect(textsOf(lobby)).toEqual(['react to this', 'after the reactions']);
    expect(lobby.frames.all.map(({ type }) => type)).not.toContain('error');
  });

  test('edits: the platform and the community hear of them, newcomers to the wall see the new words', async () => {
    await using server = await startTestServer({ settings: { limits: UNLIMITED } });
    const { all, lobby, wall, community, platform, uid } = await meet(server);
    await using _all = together(all);
    const { id } = await platform.post('first words');
    const { id: number } = await waitForText(community, 'first words');
    platform.send('edit', { message_id: id, content: 'new words', edit_reason: 'better' });
    expect(await platform.frames.next(({ type }) => type === 'message_updated')).toMatchObject({
      data: { id, content: 'new words', edit_reason: 'better' },
    });
    expect(await community.events.next(({ event }) => event === 'message_updated')).toMatchObject({
      data: { id: Number(number), message: 'new words' },
    });
    await using newcomer = await ReactionsClient.enter(server.wsUrl, { room: uid });
    await waitForText(newcomer, 'new words');
    lobby.sendText('after the edit');
    for (const client of [lobby, wall]) {
      await waitForText(client, 'after the edit');
      expect(textsOf(client)).toEqual(['first words', 'after the edit']);
    }
  });

  test('deletes: the platform’s and the community’s reach each other, and history everywhere', async () => {
    await using server = await startTestServer({ settings: { limits: UNLIMITED } });
    const { all, community, platform, id: roomId, uid, token } = await meet(server);
    await using _all = together(all);
    const own = await community.post('deleted by the community');
    const { id: ownId } = await waitForText(platform, 'deleted by the community');
    await new CommunityApi(server.url, token).ask('DELETE', `/messages/${own}`);
    expect(await platform.frames.next(({ type }) => type === 'message_deleted')).toMatchObject({
      data: { id: ownId },
    });
    expect(await community.events.next(({ event }) => event === 'message_deleted')).toMatchObject({
      data: { ids: own },
    });

    const { id } = await platform.post('deleted by the platform');
    const { id: number } = await waitForText(community, 'deleted by the platform');
    platform.send('delete', { message_id: id });
    expect(await community.events.next(({ event }) => event === 'message_deleted')).toMatchObject({
      data: { ids: Number(number) },
    });
    await platform.post('kept');
    await using newcomer = await ReactionsClient.enter(server.wsUrl, { room: uid });
    await waitForText(newcomer, 'kept');
    expect(textsOf(newcomer)).toEqual(['kept']);
    const history = await new PlatformApi(server.url).history(roomId);
    expect(history.map(({ content }) => content)).toEqual(['kept']);
  });

  test('a purge by a community room’s owner empties it for all', async () => {
    await using server = await startTestServer({ settings: { limits: UNLIMITED } });
    const owner = new CommunityApi(
      server.url,
      (await new CommunityApi(server.url).register('owner')).token,
    );
    const uid = await owner.makeRoom('Mine');
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena', { room: uid });
    await using community = await CommunityClient.enter(server.url, uid);
    lobby.sendText('soon gone');
    await waitForText(community, 'soon gone');
    await owner.ask('DELETE', `/rooms/${uid}/messages`);
    await community.events.next(({ event }) => event === 'room_purged');
    await using newcomer = await ReactionsClient.enter(server.wsUrl, { room: uid });
    // Another one: a community's room starts in slow mode, for all who write there.
    await using other = await LobbyClient.enter(server.wsUrl, 'otto', { room: uid });
    other.sendText('the first again');
    await waitForText(newcomer, 'the first again');
    expect(textsOf(newcomer)).toEqual(['the first again']);
  });

  test('presence: who comes and goes is announced in every protocol, and counted once', async () => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena');
    await using community = await CommunityClient.enter(server.url, 'general');
    await using platform = await PlatformClient.enter(server.wsUrl, 'paul');
    expect(
      await lobby.frames.next((one) => one.type === 'system' && one.message.startsWith('paul')),
    ).toMatchObject({ message: 'paul has joined the chat', online_users: 2 });

    const guest = await enter(server, 'lobby', 'gustav');
    await lobby.frames.next(
      (one) => one.type === 'system' && one.message === 'gustav has joined the chat',
    );
    expect(await platform.frames.next(({ type }) => type === 'user_joined')).toMatchObject({
      data: { user_id: 'lobby:gustav', user_name: 'gustav' },
    });
    const names = async (count: number) => {
      const list = await community.events.next(
        (one) => one.event === 'room_users' && one.data.users.length === count,
      );
      return list.event === 'room_users' ? list.data.users.map((user) => user.displayName) : [];
    };
    expect(await names(3)).toEqual(['lena', 'paul', 'gustav']);

    // A second connection of the same user, and its end, is no news.
    const second = await enter(server, 'lobby', 'gustav');
    await second[Symbol.asyncDispose]();
    guest.drop();
    expect(await platform.frames.next(({ type }) => type !== 'message')).toMatchObject({
      type: 'user_left',
      data: { user_id: 'lobby:gustav' },
    });
    expect(await names(2)).toEqual(['lena', 'paul']);
    expect(
      await lobby.frames.next((one) => one.type === 'system' && one.message.includes('gustav')),
    ).toMatchObject({ message: 'gustav has left the chat', online_users: 2 });
    platform.send('get_online_users', {});
    expect(await platform.frames.next(({ type }) => type === 'connection_status')).toMatchObject({
      data: { online_users: ['lobby:lena', 'paul'] },
    });
  });
});

describe('what ends ends for all', () => {
  test('a room that its app deletes', async () => {
    await using server = await startTestServer();
    const { all, lobby, wall, community, platform, id } = await meet(server);
    await using _all = together(all);
    await new PlatformApi(server.url).ask('DELETE', `/rooms/${id}`);
    expect(await lobby.closed).toEqual({ code: 1008, reason: 'Room not found' });
    expect(await wall.closed).toEqual({ code: 1008, reason: 'Room not found' });
    expect(await platform.closed).toEqual({ code: 4002, reason: 'Room not found' });
    await community.events.next(({ event }) => event === 'room_deleted');
    community.sendText('anyone here?');
    expect(await community.rejection()).toBe('Not in any rooms at the moment');
  });

  test('the visit of users that the room’s owner bans, at once and when they come back, but not taken', async () => {
    await using server = await startTestServer();
    const { token } = await new CommunityApi(server.url).register('owner');
    const owner = new CommunityApi(server.url, token);
    const uid = await owner.makeRoom('Mine');
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena', { room: uid });
    await using other = await LobbyClient.enter(server.wsUrl, 'otto', { room: uid });
    await using wall = await ReactionsClient.enter(server.wsUrl, { room: uid, name: 'Rita' });
    wall.sendText('who am I?');
    await waitForText(other, 'who am I?');
    await waitForText(wall, 'who am I?');
    const author = wall.frames.all.find(({ type }) => type === 'message');
    const authorId = author?.type === 'message' ? author.data.author_id : '';
    for (const user of ['lobby:lena', authorId])
      await owner.ask('POST', '/bans', { user, room: uid, duration: '1d', reason: 'no reason' });
    expect(await lobby.closed).toEqual({ code: 1008, reason: 'You are banned' });
    expect(await wall.closed).toEqual({ code: 1008, reason: 'You are banned' });
    await using back = await LobbyClient.open(server.wsUrl, 'lena', { room: uid });
    expect(await back.rejection()).toBe('You are banned');
    other.sendText('still here');
    await waitForText(other, 'still here');

    await owner.ask('POST', '/unban', { user: 'lobby:lena', room: uid });
    await using again = await LobbyClient.enter(server.wsUrl, 'lena', { room: uid });
    again.sendText('here again');
    await waitForText(other, 'here again');
  });
});

test('one Socket.IO connection speaks both of its protocols', async () => {
  await using server = await startTestServer();
  const { token } = await new CommunityApi(server.url).guest();
  const either = reader(Type.Union([CommunityEvent, DirectEvent]));
  await using both = new EventSocket(server.url, either, () => null, {});
  await both.open();
  both.emit('login', { token });
  both.emit('join', { uid: 'lobby' });
  both.emit('join_chat', { userId: 'anna', targetUserId: 'ben' });
  const next = (name: string) => both.events.find((one) => JSON.stringify(one).includes(name));
  await next('"room_users"');
  await next('"message_history"');
  await using ben = await DirectClient.enter(server.url, 'ben', 'anna');
  await using lobby = await LobbyClient.enter(server.wsUrl, 'lena');
  both.emit('sendMessage', { text: 'to the lobby' });
  both.emit('send_message', { roomId: ben.roomId, senderId: 'anna', body: 'to ben' });
  await waitForText(lobby, 'to the lobby');
  await waitForText(ben, 'to ben');
  ben.sendText('to anna');
  lobby.sendText('to all');
  await next('to anna');
  await next('to all');
  await waitForText(ben, 'to anna');
  expect(textsOf(ben)).toEqual(['to ben', 'to anna']);
});

test('a conversation of two is closed to all others, in every protocol', async () => {
  await using server = await startTestServer();
  await using anna = await DirectClient.enter(server.url, 'anna', 'ben');
  await using ben = await DirectClient.enter(server.url, 'ben', 'anna');
  anna.sendText('just for you');
  await waitForText(ben, 'just for you');
  const room = await server.core.roomRules.require(anna.roomId);
  const { id, uid } = room.room;

  for (const name of [uid, id]) {
    await using lobby = await LobbyClient.open(server.wsUrl, 'eve', { room: name });
    expect(await lobby.rejection()).toBe('Room not found');
    await using wall = await ReactionsClient.open(server.wsUrl, { room: name });
    expect(await wall.rejection()).toBe('Room not found');
    await using community = await CommunityClient.open(server.url);
    await expect(community.join(name)).rejects.toThrow('No such room exists!');
  }
  await using platform = await PlatformClient.open(server.wsUrl, 'anna', { roomId: id });
  expect(await platform.closed).toMatchObject({ code: 4002 });
  expect(await new PlatformApi(server.url).call('GET', `/rooms/${id}/messages`)).toMatchObject({
    status: 404,
  });
  await using eve = await DirectClient.enter(server.url, 'eve', 'anna');
  eve.emit('fetch_messages', { roomId: id });
  expect(await eve.rejection()).toBe('Room not found');
  eve.emit('send_message', { roomId: id, senderId: 'eve', body: 'may I?' });
  expect(await eve.rejection()).toBe('Room not found');
});

/** A room of one’s own with one client of each protocol in it. */
async function meet(server: TestServer) {
  const { id, uid } = await new PlatformApi(server.url).makeRoom({
    name: 'Meeting',
    bridged: true,
  });
  const { token } = await new CommunityApi(server.url).guest();
  const lobby = await LobbyClient.enter(server.wsUrl, 'lena', { room: uid });
  const wall = await ReactionsClient.enter(server.wsUrl, { name: 'Rita', room: uid });
  const community = await CommunityClient.enter(server.url, uid, { token });
  const platform = await PlatformClient.enter(server.wsUrl, 'paul', { roomId: id });
  const all = [lobby, wall, community, platform];
  return { id, uid, token, lobby, wall, community, platform, all };
}
