/** The state that a client held plus the events that it received is the state read anew, no matter who did what by whichever protocol. */
import type { Message } from '@koine/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import type { ProtocolName } from '../src/protocols/list.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type ChatClient, waitForText } from './clients/chat-client.ts';
import { together } from './clients/enter.ts';
import {
  type Driver,
  type Follower,
  type State,
  stateOf,
  type TestedRoom,
} from './drivers/driver.ts';
import { DRIVERS } from './drivers/index.ts';
import { EMOJI } from './drivers/reactions.ts';
import { adminClient } from './support/admin-client.ts';
import { isLong } from './support/long.ts';
import { UNLIMITED } from './support/settings.ts';

/** What is throttled comes when a test moves it, and not in the midst of a comparison. */
const clock = new ManualClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED }, clock });
});
afterAll(() => server[Symbol.asyncDispose]());

const step = fc.record({
  /** `own`: a command of the protocol's own. */
  what: fc.constantFrom(
    ...(['say', 'say', 'say', 'own', 'own', 'own', 'own'] as const),
    ...(['react', 'react', 'edit', 'delete', 'purge', 'wait', 'come', 'leave', 'return'] as const),
  ),
  by: fc.nat(30),
  pick: fc.nat(30),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The protocols whose clients write in a room, which is open to all that can be there. */
function writersIn({ room }: TestedRoom): readonly ProtocolName[] {
  if (room.kind === 'direct') return ['direct'];
  const all = ['lobby', 'reactions', 'community', 'platform'] as const;
  return room.bridged ? all : all.filter((name) => name !== 'platform');
}

/** One room, its writers, and clients of one protocol that follow it. */
class Run implements AsyncDisposable {
  readonly driver: Driver;
  readonly tested: TestedRoom;
  readonly writers: readonly ChatClient[];
  /** Each as its connections, one after the other; the first two stay from beginning to end. */
  readonly followers: { readonly connections: Follower[]; readonly isWhole: boolean }[] = [];
  #isAway = false;
  readonly #crew: ReturnType<Driver['crew']>;
  /** Commands overtake each other and their events. */
  readonly #underWay: Promise<unknown>[] = [];
  #texts = 0;

  private constructor(driver: Driver, tested: TestedRoom, writers: readonly ChatClient[]) {
    this.driver = driver;
    this.tested = tested;
    this.writers = writers;
    this.#crew = driver.crew(server, tested);
  }

  static async begin(driver: Driver, kind: number): Promise<Run> {
    const tested = await (driver.rooms[kind] ?? driver.rooms[0])(server);
    const writers = writersIn(tested).map((name) => DRIVERS[name].enter(server, tested, name));
    const run = new Run(driver, tested, await Promise.all(writers));
    await run.#follow(null, true);
    await run.#follow('now', true);
    await run.#follow('now', false);
    return run;
  }

  async do({ what, by, pick }: Step): Promise<void> {
    const { core } = server;
    const { room } = this.tested;
    const text = `${what} ${++this.#texts}`;
    const target = what === 'say' ? undefined : await this.#pickMessage(pick);
    const user = { id: `u${by % 3}`, appId: room.appId, name: 'U', avatarUrl: null };
    const system = systemActor(room.appId, { ...user, kind: 'external' });
    switch (what) {
      case 'say':
        this.writers[by % this.writers.length]?.sendText(text);
        return;
      case 'own':
        this.#begin(this.#crew.run({ by, pick, target, text }));
        return;
      case 'react':
        if (target === undefined) return;
        this.#begin(core.messages.react(system, room.id, target.id, EMOJI[by % 3] ?? ''));
        return;
      case 'edit':
        if (target === undefined) return;
        this.#begin(
          core.messages.edit(
            systemActor(room.appId),
            ...([room.id, target.id, `edited ${text}`, null, core.policies.system] as const),
          ),
        );
        return;
      case 'delete':
        if (target !== undefined) this.#begin(core.messages.delete(system, room.id, target.id));
        return;
      case 'purge':
        if (by % 3 === 0) this.#begin(core.messages.purge(system, room.id));
        return;
      case 'wait':
        clock.advance(1_000);
        await this.#settle(text);
        return;
      case 'come':
        if (this.followers.length < 5) await this.#follow(by % 2 === 0 ? null : 'now', false);
        return;
      case 'leave':
        this.#leave();
        return;
      case 'return':
        await this.#return();
    }
  }

  /** Each follower, brought up to date, holds what the room is when it is read anew. */
  async compare(): Promise<void> {
    const { driver, tested, followers } = this;
    await this.#return();
    clock.advance(5_000);
    await this.#settle('settled');
    await expect
      .poll(connections)
      .toBe(this.writers.length + followers.length + this.#crew.connected);
    await using newcomer = await this.#open(driver.anew, 'newcomer');
    await sendText(server.core, systemActor(tested.room.appId), tested.room.id, 'end');
    for (const { client } of [newcomer, ...this.#live]) await waitForText(client, 'end');
    const fresh = await driver.stored(server, tested, stateOf(newcomer));
    const compare = (onRequest: readonly string[]) => {
      for (const { connections, isWhole } of followers) {
        const isPart = !isWhole || connections.length > 1;
        const held = this.#comparable(stateOf(...connections), fresh, isPart, onRequest);
        const expected = this.#comparable(fresh, fresh, isPart, onRequest);
        // One that has come late holds the newest.
        if (!isWhole) expected.messages.splice(0, expected.messages.length - held.messages.length);
        expect(held).toEqual(expected);
      }
    };
    compare(driver.onRequest?.facts ?? []);
    if (driver.onRequest === undefined) return;
    for (const { client } of this.#live) await driver.onRequest.ask(client);
    compare([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#crew[Symbol.asyncDispose]();
    await together([...this.writers, ...this.#live])[Symbol.asyncDispose]();
  }

  /** What is compared of a state: what the protocol has words for, and the client can know. */
  #comparable(state: State, fresh: State, isPart: boolean, onRequest: readonly string[]) {
    const { shows, text, afterAbsence } = this.driver;
    const { typing, users } = state;
    const facts = { ...state.facts };
    for (const name of onRequest) delete facts[name];
    const copy = { messages: new Map(state.messages), users, typing, facts };
    if (isPart) afterAbsence(copy);
    const messages = [...copy.messages]
      .filter(([id]) => shows.deletions || fresh.messages.has(id))
      .map(([id, message]) => {
        const isEdited = `${fresh.messages.get(id)?.[text]}`.startsWith('edited');
        return [id, shows.edits || !isEdited ? message : { ...message, [text]: 'edited' }] as const;
      });
    return { ...copy, messages };
  }

  get #live(): readonly Follower[] {
    return this.followers.flatMap(({ connections }) => connections.at(-1) ?? []);
  }

  #begin(command: Promise<unknown>): void {
    this.#underWay.push(
      command.catch((error) => {
        if (!('code' in error)) throw error;
        // Rejected: nothing has changed.
      }),
    );
  }

  async #follow(since: string | null, isWhole: boolean): Promise<void> {
    const follower = await this.#open(since, `reader${this.followers.length}`);
    this.followers.push({ connections: [follower], isWhole });
  }

  async #open(since: string | null, name: string): Promise<Follower> {
    const { driver, tested } = this;
    const follower = await driver.open(server, tested, since, name);
    if (since !== null || driver.greeting === 'welcome') await follower.next(driver.greeting);
    return follower;
  }

  /** The third is cut off, wherever it is in what there is to send to it. */
  #leave(): void {
    this.followers[2]?.connections.at(-1)?.client.drop();
    this.#isAway = true;
  }

  async #return(): Promise<void> {
    const connections = this.followers[2]?.connections;
    if (!this.#isAway || connections === undefined) return;
    this.#isAway = false;
    const since = `${lastChange(connections)}`;
    connections.push(await this.driver.open(server, this.tested, since, 'reader2'));
  }

  /** All that was sent has been done, and the server knows who is there. */
  async #settle(text: string): Promise<void> {
    await Promise.all(this.#underWay.splice(0));
    const { room } = this.tested;
    if (room.kind !== 'direct')
      await server.core.rooms.update(systemActor(room.appId), room.id, { slowModeSeconds: 0 });
    for (const writer of this.writers) {
      writer.sendText(`${text} ${writer.protocol}`);
      await waitForText(writer, `${text} ${writer.protocol}`);
    }
  }

  async #pickMessage(pick: number): Promise<Message | undefined> {
    const { room } = this.tested;
    const query = { direction: 'older', before: null, after: null, limit: 30, skip: 0 } as const;
    const { messages } = await server.core.messages.history(systemActor(room.appId), {
      ...{ ...query, roomId: room.id, withDeleted: false },
    });
    return messages[pick % Math.max(1, messages.length)];
  }
}

/** The position with which a client reconnects. */
function lastChange(connections: readonly Follower[]): number {
  const notices = connections.flatMap((connection) => connection.notices);
  expect(notices.filter(({ kind }) => kind === 'resync')).toEqual([]);
  return Math.max(0, ...notices.map(({ change }) => (typeof change === 'number' ? change : 0)));
}

/** A Socket.IO connection counts for both protocols that it may speak. */
async function connections(): Promise<number> {
  const { direct: _, ...counts } = (await adminClient(server).run('overview')).connections;
  return Object.values<number>(counts).reduce((total, count) => total + count, 0);
}

describe.each(Object.entries(DRIVERS))('%s', (_name, driver) => {
  test('each client holds what one is shown that comes now, however long it was there or away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 50, size: 'max' }),
        fc.nat(1),
        async (steps, kind) => {
          await using run = await Run.begin(driver, kind);
          for (const each of steps) await run.do(each);
          await run.compare();
        },
      ),
      { numRuns: isLong ? 300 : 20, endOnFailure: true },
    );
  });
});
