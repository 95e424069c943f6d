/** Promise 1: acknowledged means stored. Whatever anyone has seen is there after the process was killed, once. */
import { expect, test } from 'vitest';
import { checkIntegrity } from '../src/storage/index.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { type ChatClient, textsOf } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { enter, together } from './clients/enter.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { isLong } from './support/long.ts';
import { ServerProcess } from './support/server-process.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

/** After how many messages have been heard the server is killed, one number a round. */
const KILL_POINTS = isLong
  ? Array.from({ length: 60 }, (_, i) => (i * 37) % 550)
  : [0, 1, 40, 180, 450];
const BURST = 100;

/** What a client held in its hands before the server died. */
interface Evidence {
  /** Text → id, as each protocol names messages. */
  readonly seen: Map<string, string>;
  /** Texts that were acknowledged to their sender. */
  readonly acknowledged: string[];
}

test('SIGKILL during a burst loses nothing that was delivered or acknowledged', async () => {
  await using data = await tempDirectory();
  const wall: Evidence = { seen: new Map(), acknowledged: [] };
  const community: Evidence = { seen: new Map(), acknowledged: [] };
  const direct: Evidence = { seen: new Map(), acknowledged: [] };
  /** Of what is sent with a key but was not acknowledged: to be sent again. */
  const unsure: string[] = [];

  for (const [round, heardMax] of KILL_POINTS.entries()) {
    await using server = await ServerProcess.start({ data: data.path, settings: ONE_ROOM });
    const room = await Promise.all(
      (['lobby', 'reactions', 'community', 'platform'] as const).map((protocol) =>
        enter(server, protocol, `${protocol}-${round}`),
      ),
    );
    const poster = await CommunityClient.enter(server.url, MEETING_UID, {
      token: (await new CommunityApi(server.url).guest()).token,
    });
    const keyed = await PlatformClient.enter(server.wsUrl, 'keyed');
    const anna = await DirectClient.enter(server.url, 'anna', 'ben');
    const ben = await DirectClient.enter(server.url, 'ben', 'anna');
    const everyone: ChatClient[] = [...room, poster, keyed, anna, ben];
    await using _everyone = together(everyone);

    const acknowledgements: Promise<void>[] = [];
    const record = (list: string[], text: string, stored: Promise<unknown>) =>
      acknowledgements.push(
        stored.then(
          () => {
            list.push(text);
          },
          () => {},
        ),
      );
    const api = new PlatformApi(server.url);
    for (const text of unsure.splice(0)) sendKeyed(keyed, text);
    for (let i = 0; i < BURST; i++) {
      for (const client of room) client.sendText(`${client.protocol}-${round}/${i}`);
      const text = (sender: string) => `${sender}-${round}/${i}`;
      record(community.acknowledged, text('poster'), poster.post(text('poster')));
      record(direct.acknowledged, text('anna'), anna.post(text('anna')));
      ben.sendText(text('ben'));
      sendKeyed(keyed, text('keyed'));
      if (i % 10 === 0)
        record(wall.acknowledged, text('rest'), api.post(SANDBOX_ROOM, 'user_123', text('rest')));
    }
    if (heardMax > 0) await room[0]?.received.count(heardMax, () => true);
    server.kill('SIGKILL');
    expect(await server.exit).toEqual({ code: null, signal: 'SIGKILL' });
    await Promise.all(everyone.map(({ closed }) => closed));
    await Promise.all(acknowledgements);

    for (const client of everyone) {
      const evidence = { lobby: null, reactions: wall, platform: wall, community, direct };
      for (const { text, id } of client.received.all) evidence[client.protocol]?.seen.set(text, id);
      // The lobby's `msg_5` and the community's 5 are one message.
      if (client.protocol === 'lobby')
        for (const { text, id } of client.received.all) community.seen.set(text, id.slice(4));
    }
    const acked = ackedKeys(keyed);
    wall.acknowledged.push(...acked);
    const isAcked = new Set(acked);
    for (let i = 0; i < BURST; i++)
      if (!isAcked.has(`keyed-${round}/${i}`)) unsure.push(`keyed-${round}/${i}`);
    expect(await checkIntegrity({ directory: data.path })).toEqual([]);
  }

  await using server = await ServerProcess.start({ data: data.path, settings: ONE_ROOM });
  await using keyed = await PlatformClient.enter(server.wsUrl, 'keyed');
  for (const text of unsure) sendKeyed(keyed, text);
  await keyed.frames.count(unsure.length, ({ type }) => type === 'ack');

  const history = await new PlatformApi(server.url).history(SANDBOX_ROOM);
  const texts = history.map(({ content }) => content);
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, i) => i + 1));
  expect(new Set(texts).size).toBe(texts.length);
  const ids = new Map(history.map(({ content, id }) => [content, id]));
  for (const [text, id] of wall.seen) expect(`${text} ${ids.get(text)}`).toBe(`${text} ${id}`);
  for (const text of [...wall.acknowledged, ...community.acknowledged, ...unsure])
    expect(ids.has(text), text).toBe(true);

  await using late = await ReactionsClient.enter(server.wsUrl);
  await late.received.count(texts.length, () => true);
  expect(textsOf(late)).toEqual(texts);

  const numbers = await numbersByText(server.url);
  for (const [text, id] of community.seen) expect(`${numbers.get(text)}`, text).toBe(id);

  await using anna = await DirectClient.enter(server.url, 'anna', 'ben');
  const conversation = await wholeConversation(anna);
  expect(new Set(conversation.values()).size).toBe(conversation.size);
  for (const [text, id] of direct.seen) expect(conversation.get(id), text).toBe(text);
  const stored = new Set(conversation.values());
  for (const text of direct.acknowledged) expect(stored.has(text), text).toBe(true);
  // It was a burst, and it was cut short: else this proves little.
  expect(texts.length).toBeGreaterThan(BURST);
});

function sendKeyed(client: PlatformClient, text: string): void {
  client.send('message', { content: text, client_key: text });
}

function ackedKeys(client: PlatformClient): string[] {
  return client.frames.all.flatMap((frame) =>
    frame.type === 'ack' && frame.data.client_key !== null ? [frame.data.client_key] : [],
  );
}

/** Text → id of the room's messages, by the community's REST from page to page. */
async function numbersByText(url: string): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  const api = new CommunityApi(url);
  for (let before: string | undefined; ; ) {
    const query = { limit: '100', ...(before !== undefined && { before }) };
    const page = await api.page(MEETING_UID, query);
    for (const { id, message } of page) numbers.set(message, id);
    const [oldest] = page;
    if (oldest === undefined) return numbers;
    before = `${oldest.id}`;
  }
}

/** Id → text. */
async function wholeConversation(client: DirectClient): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (let offset = 0; ; ) {
    const page = await client.fetch(100, offset);
    for (const { id, body } of page) {
      expect(texts.has(id)).toBe(false);
      texts.set(id, body);
    }
    offset += page.length;
    if (page.length === 0) return texts;
  }
}
