/** Limits are documented, and come as typed errors: how long, how many, how large. */
import { describe, expect, test } from 'vitest';
import { startTestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { UNLIMITED } from './support/settings.ts';

const FRAME_BYTES = 65_536;

describe('a frame', () => {
  test('of 64 KiB is taken and refused in the protocol’s words; one byte more ends the connection with 1009', async () => {
    await using server = await startTestServer();
    const clients = [
      await LobbyClient.enter(server.wsUrl, 'lena'),
      await ReactionsClient.enter(server.wsUrl),
      await PlatformClient.enter(server.wsUrl, 'paul'),
    ];
    await using _clients = together(clients);
    for (const client of clients) {
      client.sendRaw('x'.repeat(FRAME_BYTES));
      expect(await client.rejection()).toMatch(/^Invalid/);
      client.sendRaw('x'.repeat(FRAME_BYTES + 1));
      expect(await client.closed).toMatchObject({ code: 1009 });
    }
  });

  test.each(['websocket', 'polling'] as const)(
    'over Socket.IO too: by %s, one that is too long ends the connection',
    async (transport) => {
      await using server = await startTestServer();
      const options = { transports: [transport] };
      await using client = await DirectClient.enter(server.url, 'anna', 'ben', options);
      await using other = await DirectClient.enter(server.url, 'ben', 'anna', options);
      client.sendText('x'.repeat(5_000));
      expect(await client.rejection()).toBe('Message too long (max 4000 characters)');
      client.sendText('x'.repeat(FRAME_BYTES));
      await client.closed;
      await other.post('undisturbed');
    },
  );
});

describe('connections from one address', () => {
  test('are limited over all protocols: one more is refused with 503, until one has gone', async () => {
    await using server = await startTestServer({
      settings: { limits: { ...UNLIMITED, connectionsPerAddressMax: 4 } },
    });
    const { url, wsUrl } = server;
    const lobby = await LobbyClient.enter(wsUrl, 'lena');
    const wall = await ReactionsClient.enter(wsUrl);
    const community = await CommunityClient.open(url);
    const direct = await DirectClient.open(url, 'anna', { transports: ['polling'] });
    await using _all = together([lobby, wall, community, direct]);

    await expect(LobbyClient.open(wsUrl, 'late')).rejects.toThrow('503');
    await expect(PlatformClient.open(wsUrl, 'late')).rejects.toThrow('503');
    await expect(CommunityClient.open(url)).rejects.toThrow('websocket error');
    const polling = `${url}/socket.io/?EIO=4&transport=polling`;
    expect((await fetch(polling)).status).toBe(503);
    // Requests are no connections of this kind; those who are in go on; other addresses are not concerned.
    expect((await fetch(`${url}/health`)).status).toBe(200);
    lobby.sendText('still here');
    await lobby.received.next();
    await using elsewhere = await LobbyClient.open(wsUrl, 'elsewhere', {
      localAddress: '127.0.0.2',
    });
    await elsewhere.frames.next(({ type }) => type === 'system');

    const gone = lobby.frames.next(
      (frame) => frame.type === 'system' && frame.message.endsWith('has left the chat'),
    );
    await elsewhere[Symbol.asyncDispose]();
    await gone;
    await wall[Symbol.asyncDispose]();
    // The wall says nothing of leaving: the server may hear of it a little later than the client.
    for (;;) {
      const admitted = await ReactionsClient.enter(wsUrl).catch(() => null);
      if (admitted === null) continue;
      await admitted[Symbol.asyncDispose]();
      break;
    }
  });

  test('of one platform user are limited to 10, closed with 4004', async () => {
    await using server = await startTestServer();
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => PlatformClient.enter(server.wsUrl, 'paul')),
    );
    await using _ten = together(ten);
    await using one = await PlatformClient.open(server.wsUrl, 'paul');
    expect(await one.closed).toEqual({ code: 4004, reason: 'Rate limit exceeded' });
    await using other = await PlatformClient.enter(server.wsUrl, 'wanda');
    expect(other.frames.all).toHaveLength(1);
  });
});

describe('a request body', () => {
  test('over 256 KiB is refused in the form of the protocol it was meant for', async () => {
    await using server = await startTestServer();
    const { token } = await new CommunityApi(server.url).guest();
    const large = 'x'.repeat(262_144);
    const community = await new CommunityApi(server.url, token).call('POST', '/messages', {
      room: 'lobby',
      message: large,
    });
    expect(community).toEqual({ status: 413, body: { error: expect.any(String) } });
    const platform = await new PlatformApi(server.url).call('POST', '/messages', {
      room_id: SANDBOX_ROOM,
      sender_id: 'user_123',
      content: large,
    });
    // The platform's codes each have their one status.
    expect(platform).toMatchObject({
      status: 422,
      body: { error_code: 'VALIDATION_ERROR', status_code: 422, errors: [{ field: 'body' }] },
    });
    const form = await fetch(`${server.url}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ room: 'lobby', message: large }),
    });
    expect(form.status).toBe(413);
  });
});

describe('a rate limit', () => {
  test('is one quota for a user, by socket and REST together, and each protocol has its own words for it', async () => {
    const limits = {
      lobbyMessagesPerMinute: 2,
      reactionsMessagesPerMinute: 2,
      communityMessagesPerMinute: 2,
      directMessagesPerMinute: 2,
      platformMessagesPerMinute: 2,
    };
    await using server = await startTestServer({ settings: { limits } });
    const { token } = await new CommunityApi(server.url).guest();
    const lobby = await LobbyClient.enter(server.wsUrl, 'lena');
    const wall = await ReactionsClient.enter(server.wsUrl);
    const community = await CommunityClient.enter(server.url, 'lobby', { token });
    const direct = await DirectClient.enter(server.url, 'anna', 'ben');
    const platform = await PlatformClient.enter(server.wsUrl, 'user_123');
    const all = [lobby, wall, community, direct, platform];
    await using _all = together(all);
    // Half of it by REST where there is REST.
    await new CommunityApi(server.url, token).post('lobby', 'by REST');
    await new PlatformApi(server.url, SANDBOX_KEY).post(SANDBOX_ROOM, 'user_123', 'by REST');
    const words = [
      'Rate limit exceeded',
      'Rate limit exceeded. Maximum 2 messages per minute.',
      'Rate limit exceeded',
      'Rate limit exceeded. Maximum 2 messages per minute.',
      'Rate limit exceeded',
    ];
    for (const [i, client] of all.entries()) {
      for (let n = 0; n < 3; n++) client.sendText(`${n}`);
      expect(await client.rejection()).toBe(words[i]);
    }
    const message = { room: 'lobby', message: 'one more' };
    const communityApi = new CommunityApi(server.url, token);
    expect(await communityApi.call('POST', '/messages', message)).toEqual({
      status: 429,
      body: { error: 'Rate limit exceeded' },
    });
    const draft = { room_id: SANDBOX_ROOM, sender_id: 'user_123', content: 'one more' };
    expect(await new PlatformApi(server.url).call('POST', '/messages', draft)).toMatchObject({
      status: 429,
      body: { error_code: 'RATE_LIMIT_EXCEEDED' },
    });
  });
});
