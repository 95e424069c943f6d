/** Promise 4: no client waits for the slowest. One that does not read is cut off, the others go on, memory stays bounded. */
import { expect, test } from 'vitest';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer } from '../src/testing/test-server.ts';
import { textsOf } from './clients/chat-client.ts';
import { enter, type Meeting, together } from './clients/enter.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { RawSocket } from './clients/raw-socket.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { isLong } from './support/long.ts';
import { ServerProcess } from './support/server-process.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

const MIB = 1_048_576;
const BOUND = 50 * MIB;
/** The longest text there may be, of characters that take four bytes each. */
const LONG_TEXT = '😀'.repeat(3_990);
/** Together less than what a client may be behind: clients that read keep up. */
const AT_ONCE = 30;
const TOO_SLOW = 1013;

const PROTOCOLS = ['lobby', 'reactions', 'platform', 'community'];

/** Which of the long messages a live frame shows; none in any other frame. */
function numberIn(frame: string): number[] {
  if (frame.includes('room_messages')) return [];
  const number = /":"(\d+) 😀/.exec(frame)?.[1];
  return number === undefined ? [] : [Number(number)];
}

/** Clients that are in the meeting room and read nothing more, of each protocol one. */
async function fallSilent(server: ServerProcess): Promise<RawSocket[]> {
  const { wsUrl } = server;
  const lobby = await RawSocket.upgrade(`${wsUrl}/ws/chat/slow-${Math.random()}`);
  await lobby.until(() => lobby.texts.length > 0);
  const wall = await RawSocket.upgrade(`${wsUrl}/ws`);
  const platform = await RawSocket.upgrade(`${wsUrl}/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}`);
  await platform.until(() => platform.texts.length > 0);
  const community = await RawSocket.upgrade(`${wsUrl}/socket.io/?EIO=4&transport=websocket`);
  community.sendText('40');
  await community.until(() => community.texts.some((text) => text.startsWith('40')));
  community.sendText(`42["join",{"uid":"${MEETING_UID}"}]`);
  await community.until(() => community.texts.some((text) => text.includes('room_users')));
  const silent = [lobby, wall, platform, community];
  for (const raw of silent) raw.stopReading();
  return silent;
}

/** In the meeting room by long-polling: the URL of the polls that would have to follow. */
async function joinByPolling(url: string): Promise<string> {
  const polling = `${url}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(polling)).text();
  const own = `${polling}&sid=${/"sid":"([^"]+)"/.exec(opened)?.[1]}`;
  const post = (body: string) => fetch(own, { method: 'POST', body });
  await post('40');
  await (await fetch(own)).text();
  await post(`42["join",{"uid":"${MEETING_UID}"}]`);
  for (let got = ''; !got.includes('room_users'); ) got += await (await fetch(own)).text();
  return own;
}

async function speakers(server: ServerProcess, protocols: readonly Meeting[]) {
  const witnesses = await Promise.all(protocols.map((name) => enter(server, name, name)));
  const counting = await PlatformClient.enter(server.wsUrl, 'counting', { since: 0 });
  const everyone = [...witnesses, counting];
  let sent = 0;
  return {
    counting,
    everyone,
    get sent() {
      return sent;
    },
    /** Sends so many long messages, and waits until every reader has received them. */
    async sendText(count: number) {
      for (let i = 0; i < count; i++) counting.sendText(`${++sent} ${LONG_TEXT}`);
      await Promise.all(everyone.map(({ received }) => received.count(sent, () => true)));
    },
    [Symbol.asyncDispose]: () => together(everyone)[Symbol.asyncDispose](),
  };
}

test.each([
  ['one of each protocol', 1],
  ['many at once', isLong ? 100 : 8],
])(
  'a client that stops reading is cut off, and the others receive everything: %s',
  async (_, times) => {
    await using data = await tempDirectory();
    const options = { data: data.path, settings: ONE_ROOM, isMeasured: true };
    await using server = await ServerProcess.start(options);
    await using talk = await speakers(server, ['lobby', 'reactions', 'community']);
    // What a server needs once, when it first works, is no leak.
    await talk.sendText(AT_ONCE);
    const before = await server.memory();

    const silent = (
      await Promise.all(Array.from({ length: times }, () => fallSilent(server)))
    ).flat();
    await using _silent = together(silent);
    const cutOff = async () => {
      const counts = PROTOCOLS.map((name) =>
        server.metric('koine_slow_readers_total', `"${name}"`),
      );
      return Math.min(...(await Promise.all(counts)));
    };
    let most = 0;
    // The system buffers some megabytes for each before the server has to.
    for (let rounds = 0; (await cutOff()) < times && rounds < 100; rounds++) {
      await talk.sendText(AT_ONCE);
      const { used } = await server.memory();
      most = Math.max(most, used);
    }
    expect(await cutOff()).toBe(times);
    expect(most - before.used).toBeLessThan(BOUND);

    const { everyone, counting, sent } = talk;
    expect(counting.received.all.map(({ change }) => change)).toEqual(
      Array.from({ length: sent }, (_, i) => i + 1),
    );
    for (const client of everyone) expect(textsOf(client)).toEqual(textsOf(counting));

    // What they do get when they read on has no hole, and then it is over.
    for (const raw of silent) raw.readOn();
    await Promise.all(silent.map(({ closed }) => closed));
    for (const raw of silent) {
      const numbers = raw.texts.flatMap(numberIn);
      const [first = 0] = numbers;
      expect(numbers).toEqual(numbers.map((_, i) => first + i));
      const end = raw.frames.find(({ opcode }) => opcode === 8);
      // Socket.IO's close has no code.
      if (end !== undefined && end.payload.length > 0)
        expect(end.payload.readUInt16BE(0)).toBe(TOO_SLOW);
    }
    const after = await server.memory();
    expect(after.used - before.used).toBeLessThan(BOUND);
    expect(after.rss - before.rss).toBeLessThan((isLong ? 8 : 4) * BOUND);
    expect(await server.metric('koine_connections')).toBe(everyone.length + 1);
  },
);

test('a reader that is slow during the replay of the wall costs no more than its outbox, and misses nothing', async () => {
  await using data = await tempDirectory();
  const options = { data: data.path, settings: ONE_ROOM, isMeasured: true };
  await using server = await ServerProcess.start(options);
  await using talk = await speakers(server, []);
  const history = isLong ? 20_000 : 1_000;
  while (talk.sent < history) await talk.sendText(AT_ONCE);
  const before = await server.memory();

  // Each stops with its handshake: by the time that all sixty are in, the first could have read it all.
  const enterSilently = async () => {
    const raw = await RawSocket.upgrade(`${server.wsUrl}/ws`);
    raw.stopReading();
    return raw;
  };
  const slow = await Promise.all(Array.from({ length: 60 }, enterSilently));
  await using _slow = together(slow);
  let most = 0;
  for (let round = 0; round < 6; round++) {
    await talk.sendText(AT_ONCE);
    most = Math.max(most, (await server.memory()).used);
  }
  // A tenth of the history that all of them wait for.
  expect(most - before.used).toBeLessThan(BOUND + slow.length * MIB);
  await using newcomer = await ReactionsClient.open(server.wsUrl);
  await newcomer.received.count(talk.sent, () => true);
  expect(textsOf(newcomer)).toEqual(textsOf(talk.counting));

  const [first] = slow;
  if (first === undefined) throw new Error('there are sixty');
  const last = `"${talk.sent} `;
  first.readOn();
  await first.until(() => first.frames.at(-1)?.payload.includes(last) === true);
  expect(first.texts.flatMap(numberIn)).toEqual(Array.from({ length: talk.sent }, (_, i) => i + 1));
});

test('a client that polls no more is cut off too, and costs no more than it may be behind', async () => {
  await using data = await tempDirectory();
  const options = { data: data.path, settings: ONE_ROOM, isMeasured: true };
  await using server = await ServerProcess.start(options);
  await using talk = await speakers(server, ['lobby']);
  await talk.sendText(AT_ONCE);
  const before = await server.memory();
  const polls = await Promise.all(Array.from({ length: 20 }, () => joinByPolling(server.url)));
  const cutOff = () => server.metric('koine_slow_readers_total', '"community"');
  let most = 0;
  for (let rounds = 0; (await cutOff()) < polls.length && rounds < 20; rounds++) {
    await talk.sendText(AT_ONCE);
    most = Math.max(most, (await server.memory()).used);
  }
  expect(await cutOff()).toBe(polls.length);
  expect(most - before.used).toBeLessThan(BOUND);
  expect(textsOf(talk.counting)).toHaveLength(talk.sent);
  // The session is gone: a client that reconnects begins anew, or resumes.
  for (const poll of polls) expect((await fetch(poll)).status).toBe(400);
});

test('with the smallest outbox there may be, a client that reads still gets the whole wall', async () => {
  const limits = { ...ONE_ROOM.limits, outboxBytesMax: 65_536 };
  await using server = await startTestServer({ settings: { ...ONE_ROOM, limits } });
  await using counting = await PlatformClient.enter(server.wsUrl, 'counting');
  for (let i = 0; i < 60; i++) await counting.post(`${i} ${LONG_TEXT}`);
  for (const reader of [
    await ReactionsClient.open(server.wsUrl),
    await PlatformClient.open(server.wsUrl, 'late', { since: 0 }),
  ]) {
    await using _reader = reader;
    await reader.received.count(60, () => true);
    expect(textsOf(reader)).toEqual(textsOf(counting));
  }
});
