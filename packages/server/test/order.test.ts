/** Promise 2: all clients of a room see its messages in one order, in every protocol. */
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type ChatClient, textsOf, waitForText } from './clients/chat-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { enter, MEETING, type Meeting, together } from './clients/enter.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { isLong } from './support/long.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

const SENDERS = 200;
const MESSAGES_EACH = isLong ? 50 : 5;
const AT_ONCE = 5;
const TOTAL = SENDERS * MESSAGES_EACH;

describe('200 concurrent senders in one room', () => {
  test.each([
    ['lobby', ['lobby']],
    ['platform', ['platform']],
    ['all protocols', MEETING],
  ] as const)('see one order, 1…n without gap or double (%s)', async (_, protocols) => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using counting = await PlatformClient.enter(server.wsUrl, 'counter', { since: 0 });
    const senders = await enterMany(server, protocols);
    await using _all = together(senders);

    const everyone = [counting, ...senders];
    for (let i = 0; i < MESSAGES_EACH; i++) {
      for (const [n, sender] of senders.entries()) sender.sendText(`${n}/${i}`);
      // More at once would be too much for those who read, all of them in this one process.
      if (i % AT_ONCE === AT_ONCE - 1)
        await Promise.all(
          everyone.map(({ received }) => received.count((i + 1) * SENDERS, () => true)),
        );
    }
    await Promise.all(everyone.map((client) => client.received.count(TOTAL, () => true)));

    const order = textsOf(counting);
    expect(new Set(order).size).toBe(TOTAL);
    for (const client of everyone) expect(textsOf(client)).toEqual(order);
    expect(counting.received.all.map(({ change }) => change)).toEqual(upTo(TOTAL));
    // A sender's own messages do not overtake each other.
    for (const n of senders.keys()) {
      const own = order.filter((text) => text.startsWith(`${n}/`));
      expect(own).toEqual(upTo(MESSAGES_EACH).map((i) => `${n}/${i - 1}`));
    }
    const stored = await new PlatformApi(server.url).history(SANDBOX_ROOM);
    expect(stored.map(({ content }) => content)).toEqual(order);
    expect(stored.map(({ seq }) => seq)).toEqual(upTo(TOTAL));
  });
});

describe('a wall clock that is stepped back', () => {
  const HOUR_MS = 3_600_000;

  test('changes no order, live or in history, in any protocol', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ settings: ONE_ROOM, clock });
    const room = await Promise.all(MEETING.map((protocol) => enter(server, protocol, protocol)));
    await using _room = together(room);
    await using asking = await DirectClient.enter(server.url, 'anna', 'ben');
    await using answering = await DirectClient.enter(server.url, 'ben', 'anna');

    const said: string[] = [];
    for (const step of [0, -HOUR_MS, 2 * HOUR_MS, -30 * HOUR_MS, 1]) {
      clock.stepWall(step);
      for (const client of room) {
        const text = `${client.protocol} after ${step}`;
        client.sendText(text);
        // Each waits for the one before, so that the order is ours to know.
        await waitForText(client, text);
        said.push(text);
      }
      await asking.post(`direct after ${step}`);
    }

    const direct = said
      .filter((_, i) => i % MEETING.length === 0)
      .map((text) => text.replace('lobby', 'direct'));
    for (const client of room) {
      await client.received.count(said.length, () => true);
      expect(textsOf(client)).toEqual(said);
    }
    await answering.received.count(direct.length, () => true);
    expect(textsOf(answering)).toEqual(direct);

    const api = new PlatformApi(server.url);
    const history = await api.history(SANDBOX_ROOM);
    expect(history.map(({ content }) => content)).toEqual(said);
    // Ids rise with the order too, whatever the clock says.
    expect(history.map(({ id }) => id)).toEqual(history.map(({ id }) => id).toSorted());
    await using late = await ReactionsClient.enter(server.wsUrl);
    await late.received.count(said.length, () => true);
    expect(textsOf(late)).toEqual(said);
    const community = await new CommunityApi(server.url).page(MEETING_UID, { limit: '100' });
    expect(community.map(({ message }) => message)).toEqual(said);
    expect((await asking.fetch(100, 0)).map(({ body }) => body)).toEqual(direct);
  });
});

async function enterMany(
  server: TestServer,
  protocols: readonly Meeting[],
): Promise<readonly ChatClient[]> {
  const entering: Promise<ChatClient>[] = [];
  for (let n = 0; n < SENDERS; n++) {
    const protocol = protocols[n % protocols.length] ?? 'lobby';
    entering.push(enter(server, protocol, `sender-${n}`));
  }
  return Promise.all(entering);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
