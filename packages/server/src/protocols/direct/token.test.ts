import { DEFAULT_APP_ID } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { OPERATOR } from '../../testing/actors.ts';
import { EventClient } from '../../testing/event-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const alone = { direct: { auth: 'token' }, protocols: ['direct'] };
const shared = { direct: { auth: 'token' }, protocols: ['direct', 'community'] };
const HOUR_MS = 3_600_000;

function issue(
  server: TestServer,
  userId: string,
  more: { rooms?: string[]; appId?: string; expiresAt?: number } = {},
) {
  const { expiresAt = Date.now() + HOUR_MS, appId = DEFAULT_APP_ID, ...user } = more;
  return server.core.apps.issueUserToken(
    systemActor(appId),
    { userId, userName: null, rooms: null, ...user },
    expiresAt,
  );
}

const open = (server: TestServer, auth: object) => EventClient.open(server.url, { auth });

describe('with direct.auth = token', () => {
  it('admits the user of a token', async () => {
    await using server = await startTestServer({ settings: alone });
    await using ada = await open(server, { token: await issue(server, 'ada') });
    await using grace = await open(server, { token: await issue(server, 'grace') });
    const { roomId } = await ada.ask('join_chat', { userId: 'ada', targetUserId: 'grace' });
    await grace.ask('register_user', 'grace');
    await ada.ask('send_message', { roomId, senderId: 'ada', body: 'hi' });
    expect((await grace.next('chat_list_update')).sender_id).toBe('ada');
  });

  it('lets no user act as another user than the token’s', async () => {
    await using server = await startTestServer({ settings: alone });
    await using client = await open(server, { token: await issue(server, 'ada') });
    const message = 'You are signed in as ada';
    expect(await client.ask('register_user', 'grace')).toEqual({ ok: false, message });
    const asGrace = { userId: 'grace', targetUserId: 'ada' };
    expect(await client.ask('join_chat', asGrace)).toEqual({ ok: false, message });
    const roomId = 'any';
    const sent = await client.ask('send_message', { roomId, senderId: 'grace', body: 'hi' });
    expect(sent).toEqual({ ok: false, message });
  });

  it('refuses a client without a good token with connect_error', async () => {
    await using server = await startTestServer({ settings: alone });
    const good = await issue(server, 'ada');
    const tokens = [
      undefined,
      null,
      7,
      '',
      'nonsense',
      `${good.slice(0, -4)}AAAA`,
      await issue(server, 'ada', { expiresAt: Date.now() - HOUR_MS }),
    ];
    for (const token of tokens)
      await expect(open(server, { token })).rejects.toThrow('Unauthorized');
    await expect(EventClient.open(server.url)).rejects.toThrow('Unauthorized');
    await using _ = await open(server, { token: good });
  });

  it('keeps the conversations of one app from those of another', async () => {
    await using server = await startTestServer({ settings: alone });
    const { app } = await server.core.apps.create(OPERATOR, 'Other', 'other');
    await using ada = await open(server, { token: await issue(server, 'ada') });
    await using other = await open(server, {
      token: await issue(server, 'ada', { appId: app.id }),
    });
    const pair = { userId: 'ada', targetUserId: 'grace' };
    const { roomId } = await ada.ask('join_chat', pair);
    expect((await other.ask('join_chat', pair)).roomId).not.toBe(roomId);
    const fetched = await other.ask('fetch_messages', { roomId });
    expect(fetched).toEqual({ ok: false, message: 'Room not found' });
  });

  it('keeps a token that names rooms to them', async () => {
    await using server = await startTestServer({ settings: alone });
    await using ada = await open(server, { token: await issue(server, 'ada') });
    const allowed = await ada.ask('join_chat', { userId: 'ada', targetUserId: 'grace' });
    const rooms = [allowed.roomId];
    await using grace = await open(server, { token: await issue(server, 'grace', { rooms }) });
    const joined = await grace.ask('join_chat', { userId: 'grace', targetUserId: 'ada' });
    expect(joined.roomId).toBe(allowed.roomId);
    const refused = await grace.ask('join_chat', { userId: 'grace', targetUserId: 'eve' });
    expect(refused).toEqual({ ok: false, message: 'Room not found' });
  });

  it('tells of no message outside the rooms that a token names', async () => {
    await using server = await startTestServer({ settings: alone });
    await using ada = await open(server, { token: await issue(server, 'ada') });
    const named = await ada.ask('join_chat', { userId: 'ada', targetUserId: 'grace' });
    await using eve = await open(server, { token: await issue(server, 'eve') });
    const other = await eve.ask('join_chat', { userId: 'eve', targetUserId: 'grace' });
    const rooms = [named.roomId];
    await using limited = await open(server, { token: await issue(server, 'grace', { rooms }) });
    await using grace = await open(server, { token: await issue(server, 'grace') });
    for (const client of [limited, grace]) await client.ask('register_user', 'grace');
    const { roomId } = other;
    await eve.ask('send_message', { roomId, senderId: 'eve', body: 'secret' });
    await ada.ask('send_message', { roomId: named.roomId, senderId: 'ada', body: 'hi' });
    expect((await grace.next('chat_list_update')).last_message).toBe('secret');
    expect((await limited.next('chat_list_update')).last_message).toBe('hi');
  });

  it('ends a connection with its token, so that the client comes back for another', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ settings: alone, clock });
    const expiresAt = clock.now() + 60_000;
    await using ada = await open(server, { token: await issue(server, 'ada', { expiresAt }) });
    const why = new Promise((resolve) => ada.socket.once('disconnect', resolve));
    clock.advance(59_999);
    expect(await ada.ask('register_user', 'ada')).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await ada.next('error')).toEqual({ message: 'Unauthorized' });
    // After this one, unlike after 'io server disconnect', a stock client reconnects by itself.
    expect(await why).toBe('transport close');
  });

  it('refuses a client without a token that begins by polling, as none of community does', async () => {
    await using server = await startTestServer({ settings: shared });
    const transports = ['polling', 'websocket'];
    await expect(EventClient.open(server.url, { transports })).rejects.toThrow('Unauthorized');
  });

  it('lets a client without a token connect for community, and refuses it here', async () => {
    await using server = await startTestServer({ settings: shared });
    await using client = await EventClient.open(server.url, { transports: ['websocket'] });
    const events = [
      ['register_user', 'ada'],
      ['join_chat', { userId: 'ada', targetUserId: 'grace' }],
      ['send_message', { roomId: 'r', senderId: 'ada', body: 'hi' }],
      ['fetch_messages', { roomId: 'r' }],
    ] as const;
    for (const [event, payload] of events) {
      expect(await client.ask(event, payload)).toEqual({ ok: false, message: 'Unauthorized' });
      expect(await client.next('error')).toEqual({ message: 'Unauthorized' });
    }
    await expect(open(server, { token: 'nonsense' })).rejects.toThrow('Unauthorized');
  });
});
