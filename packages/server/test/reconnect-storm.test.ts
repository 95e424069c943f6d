/** Everyone comes back at once: one read of history for all of a protocol, and each still gets exactly what it has missed. */
import { expect, test } from 'vitest';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { RawSocket } from './clients/raw-socket.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

const CLIENTS = 200;
const MESSAGES = 120;
const KNOWN = 20;
/** What is edited and what is deleted in the midst of it: who came early has seen it as it was. */
const CHANGED = ['m50', 'm60'];

type Come = (server: TestServer, number: number) => Promise<RawSocket>;

const PROTOCOLS: Readonly<Record<string, Come>> = {
  lobby: ({ wsUrl }, n) => RawSocket.upgrade(`${wsUrl}/ws/chat/c${n}?since=${KNOWN}`),
  reactions: ({ wsUrl }) => RawSocket.upgrade(`${wsUrl}/ws?since=${KNOWN}`),
  platform: ({ wsUrl }, n) =>
    RawSocket.upgrade(
      `${wsUrl}/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=c${n}&since=${KNOWN}`,
    ),
  async community({ wsUrl }) {
    const raw = await RawSocket.upgrade(`${wsUrl}/socket.io/?EIO=4&transport=websocket`);
    raw.sendText(`40{"since":{"${MEETING_UID}":${KNOWN}}}`);
    await raw.until(() => raw.texts.some((text) => text.startsWith('40')));
    raw.sendText(`42["join",{"uid":"${MEETING_UID}"}]`);
    return raw;
  },
};

/** The text that a frame tells as a message's. */
const TOLD = /^(?:42\["message",|\{"type":"message",).*?"(?:message|text|content)":"(m\d+|last)"/;

function receivedBy(raw: RawSocket): string[] {
  return raw.texts.flatMap((text) => TOLD.exec(text)?.[1] ?? []);
}

/** As it is now: with the operator's key. */
async function metric({ url, config }: TestServer, name: string): Promise<number> {
  const lines = (
    await (await fetch(`${url}/metrics`, { headers: { 'x-admin-key': config.adminKey } })).text()
  ).split('\n');
  return Number(
    lines
      .find((line) => line.startsWith(name))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

test.each(Object.entries(PROTOCOLS))(
  '200 %s clients that come back at once cost one read, while others write, edit and delete',
  async (protocol, come) => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using writer = await PlatformClient.enter(server.wsUrl, 'writer');
    const ids: string[] = [];
    for (let i = 1; i <= MESSAGES; i++) ids.push((await writer.post(`m${i}`)).id);
    const reads = `koine_history_reads_total{protocol="${protocol}"}`;
    const before = await metric(server, reads);

    const coming = Array.from({ length: CLIENTS }, (_, i) => come(server, i));
    writer.send('edit', { message_id: ids[49], content: 'edited' });
    writer.send('delete', { message_id: ids[59] });
    const clients = await Promise.all(coming);
    await writer.post('last');
    await Promise.all(clients.map((raw) => raw.until(() => receivedBy(raw).includes('last'))));

    expect((await metric(server, reads)) - before).toBe(1);
    const missed = Array.from({ length: MESSAGES - KNOWN }, (_, i) => `m${KNOWN + 1 + i}`);
    const expected = [...missed.filter((text) => !CHANGED.includes(text)), 'last'];
    for (const raw of clients) {
      const received = receivedBy(raw);
      expect(received.filter((text) => !CHANGED.includes(text))).toEqual(expected);
      expect(new Set(received).size, 'each once').toBe(received.length);
      if (protocol === 'platform' || protocol === 'community')
        expect(raw.texts.some((text) => text.includes('"edited"'))).toBe(true);
      await raw[Symbol.asyncDispose]();
    }
  },
);

test('200 arrivals in one second are announced one by one up to 50, then as a sum', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ settings: ONE_ROOM, clock });
  await using _witness = await LobbyClient.open(server.wsUrl, 'witness');
  await using other = await PlatformClient.enter(server.wsUrl, 'other');
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => RawSocket.upgrade(`${server.wsUrl}/ws/chat/c${i}`)),
  );
  await using _clients = together(clients);
  const everyone = CLIENTS + 2;
  await expect.poll(() => server.core.presence.count(SANDBOX_ROOM)).toBe(everyone);
  // Which platform gathers for longer, where the list is long.
  clock.advance(60_000);
  const isSummary = (text: string) => text.includes('people have joined the chat');
  const [first] = clients;
  await first?.until(() => first.texts.some(isSummary));
  const summary = first?.texts.find(isSummary) ?? '{}';
  expect(JSON.parse(summary)).toMatchObject({ type: 'system', online_users: everyone });
  const joins = first?.texts.filter((text) => / has joined the chat/.test(text)) ?? [];
  expect(joins.length).toBeLessThanOrEqual(50);
  const status = await other.frames.find(
    ({ type, data }) => type === 'connection_status' && data.online_users.length === everyone,
  );
  expect(status).toMatchObject({ data: { user_id: 'other' } });
});
