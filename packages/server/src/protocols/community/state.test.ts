import { DEFAULT_APP_ID } from '@koine/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Actor, ANYONE, plainActor } from '../../core/actor.ts';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { NEWEST_COUNT } from './profiles.ts';
import { type Account, makeRoom, QUICK, register, registerRoot, signIn } from './testing/api.ts';
import { RoomView } from './testing/room-view.ts';

let server: TestServer;
let owner: Account;
let people: Account[];
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  people = [owner, await register(server), await register(server), await registerRoot(server)];
});
afterAll(() => server[Symbol.asyncDispose]());

/** Anything that anybody may try: whether it is allowed is not the point. */
const step = fc.record({
  who: fc.nat(3),
  whom: fc.nat(3),
  which: fc.nat(30),
  what: fc.constantFrom(
    ...(['say', 'say', 'say', 'tell', 'delete', 'edit', 'react', 'purge', 'rename'] as const),
    ...(['mod', 'unmod', 'ban', 'unban', 'room', 'slow', 'come', 'go', 'logout', 'login'] as const),
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One room with its people, and one who watches. */
class House implements AsyncDisposable {
  readonly uid: string;
  readonly watcher: EventClient;
  readonly view: RoomView;
  readonly #sockets = new Map<Account, EventClient>();
  #round = 0;

  private constructor(uid: string, watcher: EventClient) {
    this.uid = uid;
    this.watcher = watcher;
    this.view = new RoomView(watcher);
  }

  static async open(): Promise<House> {
    const house = new House(await makeRoom(owner), await EventClient.open(server.url));
    await signIn(house.watcher, owner);
    await house.watcher.ask('join', { uid: house.uid });
    return house;
  }

  async run({ who, whom, which, what }: Step): Promise<void> {
    const [account, target] = [people[who] ?? owner, people[whom] ?? owner];
    const room = this.uid;
    const text = `${what} ${++this.#round}`;
    switch (what) {
      case 'say':
        await account.api.post('/messages', { room, message: text });
        return;
      case 'tell':
        await this.#sockets.get(account)?.ask('sendMessage', { text });
        return;
      case 'delete':
        await account.api.delete(`/messages/${this.#idOf(which)}`);
        return;
      case 'edit':
      case 'react':
        await this.#revise(account, this.#idOf(which), what, text);
        return;
      case 'purge':
        if (which > 25) await account.api.delete(`/rooms/${room}/messages`);
        return;
      case 'rename':
        await account.api.patch('/me', { display_name: text });
        return;
      case 'mod':
      case 'unmod':
        await account.api.post(`/users/${target.uid}/${what}`, { room });
        return;
      case 'ban':
        await account.api.post('/bans', { user: target.uid, room, duration: '1h' });
        return;
      case 'unban':
        await account.api.post('/unban', { user: target.uid, room });
        return;
      case 'room':
        await account.api.patch(`/rooms/${room}`, { name: text, description: text });
        return;
      case 'slow':
        await account.api.patch(`/rooms/${room}`, { slow_mode: which % 2 });
        return;
      case 'come':
        await this.#come(account);
        return;
      case 'go':
        this.#sockets.get(account)?.socket.disconnect();
        this.#sockets.delete(account);
        return;
      case 'logout':
        await this.#sockets.get(account)?.ask('logout', {});
        return;
      case 'login':
        await this.#sockets.get(account)?.ask('login', { token: await newToken(account) });
        return;
    }
  }

  /** Whatever was done has been told: a ban keeps nobody from a command. */
  async settle(): Promise<void> {
    await this.watcher.ask('sendMessage', { text: '!echo settled' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of [this.watcher, ...this.#sockets.values()]) client.socket.disconnect();
  }

  async #come(account: Account): Promise<void> {
    if (this.#sockets.has(account)) return;
    const client = await EventClient.open(server.url);
    this.#sockets.set(account, client);
    await client.ask('login', { token: await newToken(account) });
    await client.ask('join', { uid: this.uid });
  }

  #idOf(which: number): number {
    const { messages } = this.view;
    return messages[which % Math.max(1, messages.length)]?.id ?? 0;
  }

  /** This protocol cannot, others can. */
  async #revise(account: Account, number: number, what: 'edit' | 'react', text: string) {
    const { core } = server;
    const user = {
      id: account.uid,
      appId: 'default',
      name: '',
      avatarUrl: null,
      kind: 'registered',
    } as const;
    const actor: Actor = plainActor(user, '', core.users.globalRolesOf(DEFAULT_APP_ID, user.id));
    try {
      const { id, roomId } = await core.messages.locate(actor, { number });
      if (what === 'react') await core.messages.react(actor, roomId, id, '👍');
      else await core.messages.edit(actor, roomId, id, text, null, core.policies.system);
    } catch {
      // Refused: nothing has changed.
    }
  }
}

/** Of the socket's own: it ends with `logout`. */
async function newToken({ uid }: Account): Promise<string> {
  return server.core.signIns.issue(await server.core.users.get(ANYONE, uid));
}

test('what a client holds is what one that joins now is shown, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      await using house = await House.open();
      for (const next of steps) await house.run(next);
      await house.settle();
      await using fresh = await EventClient.open(server.url);
      const shown = new RoomView(fresh);
      await signIn(fresh, owner);
      await fresh.ask('join', { uid: house.uid });
      await house.settle();
      expect(house.view.picture(NEWEST_COUNT)).toEqual(shown.picture(NEWEST_COUNT));
    }),
    { numRuns: 40 },
  );
});
