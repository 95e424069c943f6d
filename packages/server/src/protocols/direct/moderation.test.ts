import { DEFAULT_APP_ID } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import type { SanctionDraft } from '../../core/moderation.ts';
import { EventClient } from '../../testing/event-client.ts';
import { sendText } from '../../testing/messages.ts';
import { startTestServer } from '../../testing/test-server.ts';
import { joined } from './testing/conversation.ts';

const operator = systemActor(DEFAULT_APP_ID);
const draft = (kind: 'ban' | 'mute', target: SanctionDraft['target']): SanctionDraft => ({
  kind,
  target,
  durationMs: null,
  reason: '',
});
const BANNED = { ok: false, message: 'You are banned' };

describe('a ban from the room', () => {
  it('acts at once on the banned user, and on no other user', async () => {
    await using server = await startTestServer();
    const { core } = server;
    const { client: ada, roomId } = await joined(server, 'ada', 'eve');
    const { client: eve } = await joined(server, 'eve', 'ada');
    await eve.ask('register_user', 'eve');
    await core.moderation.sanction(operator, roomId, draft('ban', 'user:eve'));
    expect(await eve.next('error')).toEqual({ message: 'You are banned' });
    await ada.ask('send_message', { roomId, senderId: 'ada', body: 'gone?' });
    expect(await eve.ask('send_message', { roomId, senderId: 'eve', body: 'hi' })).toEqual(BANNED);
    expect(await eve.ask('fetch_messages', { roomId })).toEqual(BANNED);
    expect(await eve.ask('join_chat', { userId: 'eve', targetUserId: 'ada' })).toEqual(BANNED);
    expect(new Set(eve.log.slice(2).map(([name]) => name))).toEqual(new Set(['error']));
    expect(core.presence.online(roomId).map(({ id }) => id)).toEqual(['ada']);

    await core.moderation.lift(operator, roomId, 'ban', 'user:eve');
    expect((await eve.ask('join_chat', { userId: 'eve', targetUserId: 'ada' })).ok).toBe(true);
    expect((await eve.ask('join_chat', { userId: 'eve', targetUserId: 'bob' })).ok).toBe(true);
  });

  it('says when it ends', async () => {
    await using server = await startTestServer();
    const { client, roomId } = await joined(server, 'eve', 'ada');
    const day = { ...draft('ban', 'user:eve'), durationMs: 86_400_000 };
    const { until } = await server.core.moderation.sanction(operator, roomId, day);
    const message = `You are banned until ${new Date(until ?? 0).toISOString()}`;
    expect(await client.next('error')).toEqual({ message });
  });
});

describe('a ban from everywhere', () => {
  it.each(['user:eve', 'ip:127.0.0.1'] as const)('of %s silences live sockets', async (target) => {
    await using server = await startTestServer();
    const { client: eve, roomId } = await joined(server, 'eve', 'ada');
    await eve.ask('register_user', 'eve');
    await server.core.moderation.sanctionInApp(operator, draft('ban', target));
    expect(await eve.next('error')).toEqual({ message: 'You are banned' });
    const system = systemActor(DEFAULT_APP_ID, {
      id: 'ada',
      appId: DEFAULT_APP_ID,
      name: 'ada',
      avatarUrl: null,
      kind: 'external',
    });
    await sendText(server.core, system, roomId, 'psst');
    expect(await eve.ask('send_message', { roomId, senderId: 'eve', body: 'hi' })).toEqual(BANNED);
    expect(await eve.ask('register_user', 'eve')).toEqual(BANNED);
    expect(await eve.ask('join_chat', { userId: 'eve', targetUserId: 'bob' })).toEqual(BANNED);
    expect(new Set(eve.log.slice(2).map(([name]) => name))).toEqual(new Set(['error']));
    await using again = await EventClient.open(server.url);
    expect(await again.ask('register_user', 'eve')).toEqual(BANNED);
  });
});

describe('a mute', () => {
  it('lets its user read, and not write', async () => {
    await using server = await startTestServer();
    const { client: ada, roomId } = await joined(server, 'ada', 'eve');
    const { client: eve } = await joined(server, 'eve', 'ada');
    await server.core.moderation.sanction(operator, roomId, draft('mute', 'user:eve'));
    expect(await eve.ask('send_message', { roomId, senderId: 'eve', body: 'hi' })).toEqual({
      ok: false,
      message: 'You are muted',
    });
    await ada.ask('send_message', { roomId, senderId: 'ada', body: 'hi' });
    expect((await eve.next('new_message')).body).toBe('hi');
  });
});

describe('a conversation that is deleted', () => {
  it('is gone for both, and can begin anew', async () => {
    await using server = await startTestServer();
    const { client: ada, roomId } = await joined(server, 'ada', 'eve');
    const { client: eve } = await joined(server, 'eve', 'ada');
    await server.core.rooms.remove(operator, roomId);
    const message = 'The conversation was deleted';
    expect(await ada.next('error')).toEqual({ message });
    expect(await eve.next('error')).toEqual({ message });
    expect(await ada.ask('fetch_messages', { roomId })).toEqual({
      ok: false,
      message: 'Room not found',
    });
    const anew = await ada.ask('join_chat', { userId: 'ada', targetUserId: 'eve' });
    expect(anew.ok).toBe(true);
    expect(anew.roomId).not.toBe(roomId);
  });
});
