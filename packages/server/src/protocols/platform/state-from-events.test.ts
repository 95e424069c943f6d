import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import type { FrameClient } from '../../testing/frame-client.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  startPlatform,
} from './testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  const limits = {
    platformMessagesPerMinute: 1e9,
    platformMessagesPerHour: 1e9,
    platformCallsPerMinute: 1e9,
    reactionsTogglesPerMinute: 1e9,
  };
  platform = await startPlatform({ settings: { limits } });
});
afterAll(() => platform[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: frames and answers whose shapes other tests assert.
type Frame = any;

/** What a client of the document would hold, made of nothing but the frames it got. */
class State {
  readonly messages = new Map<string, object>();
  online = new Set<string>();
  participants = 0;
  change = 0;

  apply({ type, data, change }: Frame): void {
    this.change = Math.max(this.change, change ?? 0);
    switch (type) {
      case 'connection_status':
        this.online = new Set(data.online_users);
        this.participants = data.total_participants;
        return;
      case 'message':
        this.messages.set(data.id, { ...data, edited_at: null, edit_reason: null, reactions: {} });
        return;
      case 'message_updated':
      case 'reaction_updated': {
        const { emoji: _, user_id: __, action: ___, ...changed } = data;
        this.messages.set(data.id, { ...this.messages.get(data.id), ...changed });
        return;
      }
      case 'message_deleted':
        this.messages.delete(data.id);
        return;
      case 'room_purged':
        this.messages.clear();
        return;
      case 'user_joined':
        this.online.add(data.user_id);
        return;
      case 'user_left':
        this.online.delete(data.user_id);
        return;
      default:
        expect(['typing', 'notification', 'ack', 'pong', 'resumed']).toContain(type);
    }
  }

  get content() {
    const { messages, online, participants } = this;
    return {
      messages: Object.fromEntries(messages),
      online: [...online].toSorted(),
      participants,
    };
  }
}

/** The same, asked for afresh. */
async function stateOf(room: string) {
  const messages: [string, object][] = [];
  for (let page = 1; ; page++) {
    const { body } = await platform.call(
      `GET /rooms/${room}/messages?order=asc&size=7&page=${page}`,
    );
    for (const message of body.data) {
      const {
        room_id: _,
        deleted_at: __,
        deleted_by: ___,
        seq: ____,
        epoch: _____,
        change: ______,
        ...shown
      } = message;
      messages.push([message.id, shown]);
    }
    if (!body.pagination.has_next) break;
  }
  const online = await platform.call(`GET /rooms/${room}/online`);
  const participants = await platform.call(`GET /rooms/${room}/participants`);
  return {
    messages: Object.fromEntries(messages),
    online: online.body.data.online_users.toSorted(),
    participants: participants.body.pagination.total,
  };
}

type Command = readonly [
  name:
    | 'send'
    | 'call'
    | 'edit'
    | 'callEdit'
    | 'delete'
    | 'callDelete'
    | 'react'
    | 'purge'
    | 'add'
    | 'remove'
    | 'come'
    | 'go'
    | 'type',
  user: number,
  message: number,
];

const USERS = ['ann', 'bob', 'cid'];
const EMOJI = ['👍', '🎉', '👨‍👩‍👧'];

/** A room and its people: sends each command and waits until it is done or refused. */
class Cast implements AsyncDisposable {
  readonly room: string;
  readonly #clients = new Map<string, FrameClient>();
  readonly #sent: { readonly id: string; readonly by: string }[] = [];
  #texts = 0;

  constructor(room: string) {
    this.room = room;
  }

  async do([name, userIndex, messageIndex]: Command): Promise<void> {
    const user = USERS[userIndex % USERS.length] ?? '';
    const message = this.#sent[messageIndex % Math.max(1, this.#sent.length)];
    const emoji = EMOJI[messageIndex % EMOJI.length] ?? '';
    const content = `text ${this.#texts++}`;
    const { room } = this;
    switch (name) {
      case 'send': {
        const meta = messageIndex % 2 === 0 ? { mentions: USERS, n: messageIndex } : null;
        const ack = await this.#ask(user, 'message', { content, meta });
        this.#sent.push({ id: ack.data.id, by: user });
        return;
      }
      case 'call': {
        const body = { sender_id: user, content, message_type: 'image' };
        const reply = await platform.call(`POST /rooms/${room}/messages/`, { body });
        this.#sent.push({ id: reply.body.data.id, by: user });
        return;
      }
      case 'add':
        await platform.call(`POST /rooms/${room}/participants`, { body: { user_id: user } });
        return;
      case 'remove':
        await platform.call(`DELETE /rooms/${room}/participants/${user}`);
        return;
      case 'purge':
        await platform.server.core.messages.purge(systemActor('sandbox'), room);
        return;
      case 'come':
        await this.#clientOf(user);
        return;
      case 'go':
        await this.#go(user);
        return;
      case 'type':
        (await this.#clientOf(user)).send({ type: 'typing', data: { is_typing: true } });
        return;
    }
    if (message === undefined) return;
    const path = `/rooms/${room}/messages/${message.id}`;
    switch (name) {
      case 'edit':
        await this.#ask(message.by, 'edit', {
          message_id: message.id,
          content,
          edit_reason: content,
        });
        return;
      case 'callEdit':
        await platform.call(`PUT ${path}`, { body: { content } });
        return;
      case 'delete':
        await this.#ask(message.by, 'delete', { message_id: message.id });
        return;
      case 'callDelete':
        await platform.call(`DELETE ${path}`);
        return;
      case 'react':
        await this.#ask(user, 'react', { message_id: message.id, emoji });
        return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const user of USERS) await this.#go(user);
  }

  async #clientOf(user: string): Promise<FrameClient> {
    const known = this.#clients.get(user);
    if (known !== undefined) return known;
    const client = await platform.enter(user, this.room);
    this.#clients.set(user, client);
    return client;
  }

  /** The acknowledgement, or the rejection: of a message that is gone, or too many emoji. */
  async #ask(user: string, type: string, data: object): Promise<Frame> {
    const client = await this.#clientOf(user);
    await framesUpToNow(client);
    client.send({ type, data });
    for (;;) {
      const frame = await client.next();
      if (frame.type === 'ack' || frame.type === 'error') return frame;
    }
  }

  /** Gone is who the server says is gone. */
  async #go(user: string): Promise<void> {
    const client = this.#clients.get(user);
    if (client === undefined) return;
    this.#clients.delete(user);
    await client.close();
    for (;;) {
      const { body } = await platform.call(`GET /rooms/${this.room}/online`);
      if (!body.data.online_users.includes(user)) return;
    }
  }
}

async function drain(client: FrameClient, state: State): Promise<void> {
  for (const frame of await framesUpToNow(client)) state.apply(frame);
}

/** Opens a connection that counts changes, and takes everything up to where it is live. */
async function resume(room: string, state: State): Promise<FrameClient> {
  const client = await platform.open(room, { user_id: 'wanderer', since: `${state.change}` });
  state.apply(await client.next());
  const resumed = await nextOf(client, 'resumed');
  const { to } = resumed.data;
  while (state.change < to) state.apply(await client.next());
  return client;
}

const command: fc.Arbitrary<Command> = fc.tuple(
  fc.constantFrom<Command[0][]>(
    ...(['send', 'send', 'call', 'call', 'edit', 'callEdit', 'delete', 'callDelete'] as const),
    ...(['react', 'react', 'purge', 'add', 'remove', 'come', 'go', 'type'] as const),
  ),
  fc.nat(USERS.length - 1),
  fc.nat(30),
);

test('the state a client held plus the frames it got is the state fetched afresh', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 30 }), fc.nat(30), async (commands, pause) => {
      const room = await platform.makeRoom();
      await using cast = new Cast(room);
      const [plain, counting, away] = [new State(), new State(), new State()];
      await using watcher = await platform.open(room, { user_id: 'watcher' });
      await using counter = await resume(room, counting);
      let wanderer = await resume(room, away);
      for (const [index, each] of commands.entries()) {
        if (index === pause) {
          await drain(wanderer, away);
          await wanderer.close();
        }
        await cast.do(each);
      }
      if (pause < commands.length) wanderer = await resume(room, away);

      const held = [
        [watcher, plain],
        [counter, counting],
        [wanderer, away],
      ] as const;
      for (const [client, state] of held) await drain(client, state);
      const fresh = await stateOf(room);
      for (const [client, state] of held) {
        expect({ ...state.content, participants: 0 }).toEqual({ ...fresh, participants: 0 });
        // Participants have no frame of their own: they are told on request.
        client.send({ type: 'get_online_users', data: {} });
        await drain(client, state);
        expect(state.content).toEqual(fresh);
      }
      await wanderer.close();
    }),
    { numRuns: 40 },
  );
});
