/** The state that a client held plus the events that it received is the state fetched afresh, no matter who did what by whichever protocol. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { waitForText } from './clients/chat-client.ts';
import { CommunityClient, type CommunityMessage } from './clients/community-client.ts';
import { together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { communityState, platformState, wallState } from './clients/states.ts';
import { isLong } from './support/long.ts';
import { UNLIMITED } from './support/settings.ts';

let server: TestServer;
let token = '';
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  token = (await new CommunityApi(server.url).guest()).token;
});
afterAll(() => server[Symbol.asyncDispose]());

const PROTOCOLS = ['lobby', 'wall', 'community', 'platform'] as const;

/** `pick` chooses among the messages that are there when the command's turn comes. */
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('say'), by: fc.constantFrom(...PROTOCOLS) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('react'),
      by: fc.constantFrom('wall', 'platform'),
      emoji: fc.constantFrom('👍', '🎉', '❤️'),
      pick: fc.nat(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), pick: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('delete'),
      by: fc.constantFrom('community', 'platform'),
      pick: fc.nat(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('purge', 'pause', 'come') }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

async function meet(roomId: string, uid: string) {
  const lobby = await LobbyClient.enter(server.wsUrl, 'lena', { room: uid, since: 0 });
  const wall = await ReactionsClient.enter(server.wsUrl, { name: 'Rita', room: uid });
  const community = await CommunityClient.enter(server.url, uid, { token });
  const platform = await PlatformClient.enter(server.wsUrl, 'paul', { roomId, since: 0 });
  const clients = { lobby, wall, community, platform };
  const all = Object.values(clients);
  return { ...clients, all, ...together(all) };
}
type Company = Awaited<ReturnType<typeof meet>>;

test('commands of all protocols at once leave every client, however long it was there, with what a newcomer gets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 60 }), async (commands) => {
      const api = new PlatformApi(server.url);
      const { id: roomId, uid } = await api.makeRoom({ name: 'Random', bridged: true });
      const companies = [await meet(roomId, uid)];
      try {
        await runCommands(commands, roomId, uid, companies);
        await compare(companies, roomId, uid);
      } finally {
        await together(companies)[Symbol.asyncDispose]();
      }
    }),
    { numRuns: isLong ? 300 : 25, endOnFailure: true },
  );
});

/** Nothing is waited for but where a command says so: commands overtake each other and their events. */
async function runCommands(
  commands: readonly Command[],
  roomId: string,
  uid: string,
  companies: Company[],
): Promise<void> {
  const [first] = companies;
  if (first === undefined) throw new Error('no client is there');
  const api = new CommunityApi(server.url, token);
  const asked: Promise<unknown>[] = [];
  for (const [i, step] of commands.entries()) {
    const messages = first.platform.received.all;
    const target = 'pick' in step ? messages[step.pick % Math.max(1, messages.length)]?.id : '';
    if ('emoji' in step) {
      if (step.by === 'wall') first.wall.react(target ?? '', step.emoji);
      else first.platform.send('react', { message_id: target ?? '', emoji: step.emoji });
    } else if (step.do === 'say' && 'by' in step) {
      first[step.by === 'wall' ? 'wall' : step.by].sendText(`${step.by} ${i}`);
    } else if (step.do === 'edit') {
      first.platform.send('edit', { message_id: target, content: `edited ${i}` });
    } else if (step.do === 'delete' && 'by' in step && 'pick' in step) {
      const numbers = first.community.received.all;
      const number = numbers[step.pick % Math.max(1, numbers.length)]?.id;
      if (step.by === 'platform') first.platform.send('delete', { message_id: target });
      else if (number !== undefined) asked.push(api.call('DELETE', `/messages/${number}`));
    } else if (step.do === 'purge') {
      const { room } = await server.core.roomRules.require(roomId);
      asked.push(server.core.messages.purge(systemActor(room.appId), roomId));
    } else if (step.do === 'pause') {
      await settled(first, `pause ${i}`);
    } else if (companies.length < 4) {
      companies.push(await meet(roomId, uid));
    }
  }
  await Promise.all(asked);
  await settled(first, 'done');
  for (const { all } of companies)
    for (const client of all)
      for (const { protocol } of all) await waitForText(client, `done ${protocol}`);
}

/** Each of them says something, and all of them hear it: what they sent before has been done. */
async function settled({ all }: Company, text: string): Promise<void> {
  for (const client of all) client.sendText(`${text} ${client.protocol}`);
  for (const client of all)
    for (const { protocol } of all) await waitForText(client, `${text} ${protocol}`);
}

async function compare(companies: readonly Company[], roomId: string, uid: string): Promise<void> {
  const stored = await new PlatformApi(server.url).history(roomId);
  const fresh = new Map(
    stored.map(({ id, sender_id: sender, content, edited_at, reactions }) => [
      id,
      { sender, content, isEdited: edited_at !== null, reactions },
    ]),
  );
  const listed = await wholeCommunityRoom(uid);
  await using newcomer = await meet(roomId, uid);
  await newcomer.wall.received.count(stored.length, () => true);
  await newcomer.lobby.received.count(stored.length, () => true);
  const replay = wallState(newcomer.wall.frames.all);
  const edited = new Set(stored.filter(({ edited_at }) => edited_at !== null).map(({ id }) => id));
  const numbers = newcomer.lobby.received.all.map(({ id }) => id);

  for (const { lobby, wall, community, platform } of companies) {
    expect(sorted(platformState(platform.frames.all))).toEqual(sorted(fresh));
    const held = communityState(community.events.all);
    // A newcomer is given the newest twenty only; what it holds of them, and since, is right.
    const oldest = Math.min(...held.keys());
    expect(sorted(held)).toEqual(sorted(listed).filter(([id]) => id >= oldest));
    expect([...replay.keys()]).toEqual([...fresh.keys()]);
    const onWall = wallState(wall.frames.all);
    for (const [id, message] of replay) {
      const known = onWall.get(id);
      // The wall has no word for an edit.
      expect(edited.has(id) ? { ...known, text: message.text } : known).toEqual(message);
    }
    // The lobby has a word for nothing but messages.
    const received = lobby.received.all.map(({ id }) => id);
    expect(received.filter((id) => numbers.includes(id))).toEqual(numbers);
    expect(new Set(received).size).toBe(received.length);
  }
}

async function wholeCommunityRoom(uid: string): Promise<Map<number, CommunityMessage>> {
  const api = new CommunityApi(server.url);
  const all: CommunityMessage[] = [];
  for (let before: string | undefined; ; ) {
    const page = await api.page(uid, { limit: '100', ...(before !== undefined && { before }) });
    all.unshift(...page);
    if (page.length === 0) return new Map(all.map((message) => [message.id, message]));
    before = `${page[0]?.id}`;
  }
}

function sorted<Key, Value>(map: ReadonlyMap<Key, Value>): [Key, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
