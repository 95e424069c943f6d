/** Promise 3: a client that resumes from the last thing it saw gets everything since, once, in order; never a partial answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { sendText } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type ReceivedMessage, waitForText } from './clients/chat-client.ts';
import {
  type Driver,
  emptyState,
  type Notice,
  stateOf,
  type TestedRoom,
} from './drivers/driver.ts';
import { DRIVERS } from './drivers/index.ts';
import { adminClient } from './support/admin-client.ts';
import { isLong } from './support/long.ts';
import { UNLIMITED } from './support/settings.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
});
afterAll(() => server[Symbol.asyncDispose]());

type Kind = Notice['kind'];

const CHANGES: readonly Kind[] = ['message', 'revision', 'deletion', 'purge'];
const MESSAGES = isLong ? 5_000 : 600;
/** After so many messages a connection is cut, whatever else is under way to it. */
const CUTS = [1, 3, 0, 17, 40, 2, 65, 5, 29];

/** What happens in a room, by whichever protocol. */
function commandsIn({ room }: TestedRoom, { core } = server) {
  const actor = systemActor(room.appId);
  const user = { id: 'una', appId: room.appId, name: 'Una', avatarUrl: null, kind: 'external' };
  const una = systemActor(room.appId, { ...user, kind: 'external' });
  return {
    send: async (text: string) => (await sendText(core, actor, room.id, text)).id,
    edit: (id: string, text: string) =>
      core.messages.edit(actor, room.id, id, text, null, core.policies.system),
    react: (id: string, emoji = '👍') => core.messages.react(una, room.id, id, emoji),
    delete: (id: string) => core.messages.delete(actor, room.id, id),
    purge: () => core.messages.purge(actor, room.id),
  };
}

/** The fields of a frame, or of an event. */
function fieldsOf({ frame }: Notice): string[] {
  return Object.keys('event' in frame && 'data' in frame ? Object(frame.data) : frame);
}

describe.each(Object.entries(DRIVERS))('%s', (name, driver: Driver) => {
  const makeRoom = async () => {
    const tested = await driver.rooms[0](server);
    return { tested, commands: commandsIn(tested) };
  };
  const open = (tested: TestedRoom, since: string | null) =>
    driver.open(server, tested, since, 'reader');

  test('gives epoch and change first, then a number with each change; none to a client that does not ask', async () => {
    const { tested, commands } = await makeRoom();
    const first = await commands.send('first');
    await using plain = await open(tested, null);
    await using numbered = await open(tested, 'now');
    const welcome = await numbered.next(driver.greeting);
    expect(welcome).toMatchObject({ epoch: expect.stringMatching(/^\w+$/), change: 1 });
    if (driver.greeting === 'welcome') {
      const documented = fieldsOf(await plain.next('welcome'));
      expect(fieldsOf(welcome)).toEqual([...documented, 'epoch', 'change']);
    }
    // Who comes and goes is no change.
    await using _ = await driver.enter(server, tested, 'passer-by');
    await commands.react(first);
    await commands.edit(first, 'edited');
    await commands.delete(first);
    await commands.purge();
    await commands.send('end');
    for (const { client } of [plain, numbered]) await waitForText(client, 'end');
    expect(plain.notices.filter(({ change }) => change !== undefined)).toEqual([]);
    const after = numbered.notices.slice(
      numbered.notices.findIndex(({ frame }) => frame === welcome.frame) + 1,
    );
    for (const { kind, change, frame } of after.filter((one) => one.kind !== 'welcome'))
      expect(typeof change === 'number', JSON.stringify(frame)).toBe(CHANGES.includes(kind));
    const kinds = after.filter(({ kind }) => CHANGES.includes(kind));
    const expected: [Kind, number][] = [['message', 6]];
    if (driver.shows.deletions)
      expected.unshift(['revision', 2], ['revision', 3], ['deletion', 4], ['purge', 5]);
    else if (name === 'reactions') expected.unshift(['revision', 2]);
    expect(kinds.map(({ kind, change }) => [kind, change])).toEqual(expected);
    const last = kinds.at(-1);
    const plainLast = plain.notices.findLast(({ kind }) => kind === 'message');
    if (last === undefined || plainLast === undefined) expect.fail('no message');
    expect(fieldsOf(last)).toEqual([...fieldsOf(plainLast), 'change']);
  });

  test('sends what changed since, in its latest state and order, nothing that was deleted meanwhile, then live', async () => {
    const { tested, commands } = await makeRoom();
    const [first, second, third] = [
      await commands.send('first'),
      await commands.send('second'),
      await commands.send('third'),
    ];
    await commands.edit(first, 'first edited');
    await commands.delete(second);
    const fourth = await commands.send('fourth');
    await commands.react(third);
    await commands.edit(fourth, 'fourth edited');
    await commands.delete(await commands.send('fifth'));
    const epoch = server.core.epoch.current;
    for (const [round, since] of ['3', `${epoch}.3`].entries()) {
      await using back = await open(tested, since);
      expect(await back.next('resumed')).toMatchObject({
        from: 3,
        to: 10 + round,
        epoch,
        change: 3,
      });
      await commands.send(`live ${round}`);
      await waitForText(back.client, `live ${round}`);
      const sent = back.notices.filter(({ kind }) => CHANGES.includes(kind));
      const live = [0, 1].slice(0, round + 1).map((i) => ['message', 11 + i]);
      expect(sent.map(({ kind, change }) => [kind, change])).toEqual([...driver.missed, ...live]);
      expect(JSON.stringify(back.notices)).not.toMatch(/second|fifth|"fourth"/);
    }
    await using current = await open(tested, '12');
    expect(await current.next('resumed')).toMatchObject({ from: 12, to: 12 });
    await commands.send('live 2');
    await waitForText(current.client, 'live 2');
    expect(current.notices.filter(({ kind }) => CHANGES.includes(kind))).toMatchObject([
      { kind: 'message', change: 13 },
    ]);
  });

  test('answers another epoch, a number ahead and one beyond what is kept with resync, and goes on from there', async () => {
    const { tested, commands } = await makeRoom();
    for (const text of ['1', '2', '3', '4']) await commands.send(text);
    const { run } = adminClient(server);
    const rule = { scope: 'room', id: tested.room.id } as const;
    await run('set-retention', { ...rule, ageMs: null, countMax: 2 });
    while ((await server.core.retention.sweep()) > 0);
    await run('clear-retention', rule);
    const { current } = server.core.epoch;
    for (const since of ['0123456789abcdef.4', 'other.0', `${current}.99`, '99', '0', '1']) {
      await using lost = await open(tested, since);
      const resync = await lost.next('resync');
      expect(resync).toMatchObject({ epoch: current, change: expect.any(Number) });
      await commands.send(`after ${since}`);
      await lost.client.received.next();
      expect(lost.client.received.all).toMatchObject([
        { text: `after ${since}`, change: Number(resync.change) + 1 },
      ]);
    }
    await using kept = await open(tested, '2');
    await kept.next('resumed');
    await kept.client.received.count(8, () => true);
    expect(kept.client.received.all.slice(0, 3)).toMatchObject([
      ...[{ text: '3' }, { text: '4' }, { text: 'after 0123456789abcdef.4' }],
    ]);
  });

  test('says first that a room was purged, if it has a word for it, and sends nothing of before', async () => {
    const { tested, commands } = await makeRoom();
    for (const text of ['one', 'two']) await commands.send(text);
    await commands.purge();
    await commands.send('after');
    await using back = await open(tested, '1');
    await waitForText(back.client, 'after');
    const sent = back.notices.filter(({ kind }) => CHANGES.includes(kind));
    const purge = driver.shows.deletions ? [{ kind: 'purge', change: 3 }] : [];
    expect(sent).toMatchObject([...purge, { kind: 'message', change: 4 }]);
  });

  test('rejects a since that is none', async () => {
    const { tested } = await makeRoom();
    for (const since of driver.invalidSince) {
      const rejection = driver.rejection(server, tested, since).catch(({ message }) => message);
      expect(await rejection, JSON.stringify(since)).toMatch(
        /^(Invalid since|since must be an object of change numbers by room id)$/,
      );
    }
  });

  test('rejects a banned client that reconnects', async () => {
    const { tested, commands } = await makeRoom();
    await commands.send('secret');
    const ban = { kind: 'ban', durationMs: null, reason: '' } as const;
    const { room } = tested;
    await server.core.moderation.sanction(systemActor(room.appId), room.id, {
      ...{ ...ban, target: driver.ban.target(tested) },
    });
    expect(await driver.rejection(server, tested)).toMatch(driver.ban.words);
  });

  test('loses nothing to a cut after any frame of what is sent to it', async () => {
    const { tested, commands } = await makeRoom();
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push(await commands.send(`m${i}`));
    for (const i of [0, 3, 6]) {
      await commands.edit(ids[i] ?? '', `m${i} edited`);
      await commands.react(ids[i] ?? '');
    }
    await commands.react(ids[5] ?? '', '🎉');
    // Changed again, after messages that were created later.
    await commands.edit(ids[0] ?? '', 'late');
    await commands.send('end');
    await using whole = await open(tested, '0');
    await waitForText(whole.client, 'end');
    const { messages } = stateOf(whole);
    expect(messages.size).toBe(9);
    const frames = whole.notices.length;
    let since = 0;
    for (let cut = 1; cut < frames - 1; cut++) {
      since = Math.max(since, Number(whole.notices[cut - 1]?.change ?? 0));
      await using again = await open(tested, `${since}`);
      const state = emptyState();
      whole.apply(state, cut);
      if (!state.messages.has([...messages.keys()].at(-1) ?? ''))
        await waitForText(again.client, 'end');
      again.apply(state);
      expect([...state.messages], `cut after ${cut}`).toEqual([...messages]);
    }
  });

  test('sends each message once and in order to a client that is cut off again and again while others write', async () => {
    const { tested } = await makeRoom();
    await using writer = await driver.enter(server, tested, 'writer');
    const writing = (async () => {
      for (let i = 0; i < MESSAGES; i++) {
        writer.sendText(`m${i}`);
        // In bursts: some comes live, some with the catch-up, some at the seam.
        if (i % 25 === 0) await writer.received.count(i + 1, () => true);
      }
    })();
    const seen: ReceivedMessage[] = [];
    for (let round = 0; seen.length < MESSAGES; round++) {
      await using client = (await open(tested, `${seen.at(-1)?.change ?? 0}`)).client;
      const cut = Math.min(CUTS[round % CUTS.length] ?? 1, MESSAGES - seen.length);
      await client.received.count(cut, () => true);
      seen.push(...client.received.all.slice(0, cut));
      client.drop();
    }
    await writing;
    const expected = Array.from({ length: MESSAGES }, (_, i) => [`m${i}`, i + 1]);
    expect(seen.map(({ text, change }) => [text, change])).toEqual(expected);
  });
});

test('a client of each protocol misses nothing though the server was stopped and started meanwhile', async () => {
  await using data = await tempDirectory();
  const rooms = new Map<Driver, TestedRoom>();
  const seen = new Map<Driver, ReceivedMessage[]>();
  for (let start = 0; start < 3; start++) {
    await using restarted = await startTestServer({
      ...{ settings: { limits: UNLIMITED }, data: data.path },
    });
    for (const driver of Object.values(DRIVERS)) {
      const tested = rooms.get(driver) ?? (await driver.rooms[0](restarted));
      rooms.set(driver, tested);
      const all = seen.get(driver) ?? [];
      seen.set(driver, all);
      const since = `${all.at(-1)?.change ?? 0}`;
      await using back = await driver.open(restarted, tested, since, 'reader');
      const { send } = commandsIn(tested, restarted);
      for (let i = 0; i < 10; i++) await send(`${start}/${i}`);
      // Leaves with some of it unread.
      await back.client.received.count(10, () => true);
      all.push(...back.client.received.all.slice(0, 10 - start));
    }
  }
  const expected = Array.from({ length: 27 }, (_, i) => `${Math.floor(i / 10)}/${i % 10}`);
  for (const [, all] of seen) expect(all.map(({ text }) => text)).toEqual(expected);
});
