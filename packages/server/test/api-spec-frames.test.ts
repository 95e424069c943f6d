/** Every frame that the API spec knows, as a running server sends it: both ways, nothing missing, nothing more. */
import { Check } from 'typebox/value';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { type Json, partsOf, resolve } from './support/document.ts';
import { UNLIMITED } from './support/settings.ts';

const FAR_AHEAD = 1_000_000;

let server: TestServer;
let asyncApi: Json;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  asyncApi = await (await fetch(`${server.url}/docs/asyncapi.json`)).json();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Holds what goes over a channel against the API spec, and keeps which of its messages have been seen. */
class Witness {
  readonly #channel: string;
  readonly #schemas: ReadonlyMap<string, Json>;
  readonly #seen = new Set<string>();

  constructor(channel: string) {
    this.#channel = channel;
    this.#schemas = new Map(
      partsOf(asyncApi.channels[channel].messages).map(([id, { payload }]) => [
        id,
        resolve(asyncApi, payload),
      ]),
    );
  }

  record(side: 'client' | 'server' | 'callback', type: string, payload: unknown): void {
    const id = `${side}.${type}`;
    const schema = this.#schemas.get(id);
    expect([this.#channel, id, schema === undefined ? 'not in the API spec' : '']).toEqual([
      this.#channel,
      id,
      '',
    ]);
    expect([id, payload, Check(schema, payload)]).toEqual([id, payload, true]);
    this.#seen.add(id);
  }

  /** Nothing of the channel may be left over. */
  finish(): void {
    const missing = Array.from(this.#schemas.keys()).filter((id) => !this.#seen.has(id));
    expect([this.#channel, missing]).toEqual([this.#channel, []]);
  }
}

/** A WebSocket client whose frames are all witnessed. */
class Frames implements AsyncDisposable {
  readonly #client: FrameClient;
  readonly #witness: Witness;

  private constructor(client: FrameClient, witness: Witness) {
    this.#client = client;
    this.#witness = witness;
  }

  static async open(path: string, witness: Witness): Promise<Frames> {
    return new Frames(await FrameClient.open(server.wsUrl + path), witness);
  }

  send(type: string, frame: unknown): void {
    this.#witness.record('client', type, frame);
    this.#client.send(frame);
  }

  sendRaw(text: string): void {
    this.#client.sendRaw(text);
  }

  /** Reads on to the next frame of that type. */
  async until(type: string): Promise<Json> {
    for (;;) {
      const frame = await this.#client.next();
      this.#witness.record('server', frame.type, frame);
      if (frame.type === type) return frame;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client[Symbol.asyncDispose]();
  }
}

/** A Socket.IO client whose events and callbacks are all witnessed. */
class Events implements AsyncDisposable {
  readonly #client: EventClient;
  readonly #witness: Witness;

  private constructor(client: EventClient, witness: Witness) {
    this.#client = client;
    this.#witness = witness;
  }

  static async open(witness: Witness, auth: object = {}): Promise<Events> {
    return new Events(await EventClient.open(server.url, { auth: { ...auth } }), witness);
  }

  async ask(event: string, payload: unknown): Promise<Json> {
    this.#witness.record('client', event, payload);
    const answer = await this.#client.ask(event, payload);
    this.#witness.record('callback', event, answer);
    return answer;
  }

  /** Something that no schema takes. */
  async askWrongly(event: string, payload: unknown): Promise<void> {
    this.#witness.record('callback', event, await this.#client.ask(event, payload));
  }

  next(event: string): Promise<Json> {
    return this.#client.next(event);
  }

  /** Everything that has come is held against the API spec. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [event, payload] of this.#client.log) this.#witness.record('server', event, payload);
    await this.#client[Symbol.asyncDispose]();
  }
}

it('lobby: every frame is as the API spec says', async () => {
  const witness = new Witness('lobby');
  await using ada = await Frames.open('/ws/chat/ada?since=0', witness);
  await ada.until('resumed');
  await using bob = await Frames.open(`/ws/chat/bob?since=${FAR_AHEAD}`, witness);
  await bob.until('resync');
  ada.send('message', { message: 'Hello', client_key: 'k-1' });
  await bob.until('message');
  ada.sendRaw('no JSON');
  await ada.until('error');
  witness.finish();
});

it('reactions: every frame is as the API spec says', async () => {
  const witness = new Witness('reactions');
  await using one = await Frames.open('/ws?since=0', witness);
  await one.until('resumed');
  one.send('send_message', { type: 'send_message', data: { text: 'Hello', author_name: 'Ada' } });
  const { data } = await one.until('message');
  one.send('add_reaction', { type: 'add_reaction', data: { message_id: data.id, emoji: '👍' } });
  await one.until('reaction_updated');
  one.sendRaw('no JSON');
  await one.until('error');
  await using other = await Frames.open(`/ws?since=${FAR_AHEAD}`, witness);
  await other.until('resync');
  witness.finish();
});

it('platform: every frame is as the API spec says', async () => {
  const witness = new Witness('platform');
  const path = (user: string, since: number) =>
    `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=${user}&since=${since}`;
  await using ada = await Frames.open(path('user_123', 0), witness);
  await ada.until('resumed');
  const ask = async (type: string, data: object) => {
    ada.send(type, { type, data });
    return (await ada.until('ack')).data;
  };
  {
    await using bob = await Frames.open(path('user_456', FAR_AHEAD), witness);
    await bob.until('resync');
    await ada.until('user_joined');
    bob.send('typing', { type: 'typing', data: { is_typing: true } });
    await ada.until('typing');
  }
  await ada.until('user_left');
  const { id } = await ask('message', { content: 'Hello', meta: { a: 1 }, client_key: 'k-1' });
  await ask('edit', { message_id: id, content: 'Hello!', edit_reason: 'typo' });
  await ask('react', { message_id: id, emoji: '👍' });
  await ask('read', { message_id: id });
  await ask('delete', { message_id: id });
  ada.send('ping', { type: 'ping', data: {} });
  await ada.until('pong');
  ada.send('get_online_users', { type: 'get_online_users', data: {} });
  await ada.until('connection_status');
  const notice = { user_id: 'user_123', title: 'New', content: 'Order 1042' };
  await new PlatformApi(server.url).ask('POST', '/notifications', notice);
  await ada.until('notification');
  await server.core.messages.purge(systemActor('sandbox'), SANDBOX_ROOM);
  await ada.until('room_purged');
  ada.sendRaw('no JSON');
  await ada.until('error');
  // What came as live frames comes again as a catch-up, in its own form.
  await using later = await Frames.open(path('user_123', 0), witness);
  await later.until('resumed');
  await later.until('room_purged');
  witness.finish();
});

it('direct: every event and callback is as the API spec says', async () => {
  const witness = new Witness('direct');
  const [userId, targetUserId] = ['user-uuid-1', 'user-uuid-2'];
  let roomId = '';
  {
    await using ada = await Events.open(witness);
    await using bob = await Events.open(witness);
    await bob.ask('register_user', targetUserId);
    roomId = (await ada.ask('join_chat', { userId, targetUserId })).roomId;
    await ada.ask('send_message', { roomId, senderId: userId, body: 'Hello', client_key: 'k-1' });
    await ada.next('new_message');
    await bob.next('chat_list_update');
    await ada.ask('fetch_messages', { roomId, limit: 20, offset: 0 });
    await ada.askWrongly('send_message', {});
    await ada.next('error');
    const place = ['ban', { room: roomId }, { ip: '127.0.0.1' }] as const;
    await server.core.admin.sanction(OPERATOR, ...place, null, '');
    await server.core.admin.lift(OPERATOR, ...place);
    await ada.next('ban_ended');
  }
  {
    await using back = await Events.open(witness, { since: { [roomId]: 0 } });
    await back.ask('join_chat', { userId, targetUserId });
    await back.next('resumed');
  }
  {
    await using lost = await Events.open(witness, { since: { [roomId]: FAR_AHEAD } });
    await lost.ask('join_chat', { userId, targetUserId });
    await lost.next('resync');
  }
  witness.finish();
});

it('community: every event and callback is as the API spec says', async () => {
  const witness = new Witness('community');
  const api = new CommunityApi(server.url);
  const owner = await api.register('owner');
  const guest = await api.guest();
  const asOwner = new CommunityApi(server.url, owner.token);
  const asGuest = new CommunityApi(server.url, guest.token);
  const uid = await asOwner.makeRoom('A room');
  {
    await using ada = await Events.open(witness, { since: {} });
    await ada.ask('login', { token: owner.token });
    await ada.ask('join', { uid });
    await ada.askWrongly('join', { uid: 'nowhere' });
    await ada.next('error');
    await using bob = await Events.open(witness);
    await bob.ask('login', { token: guest.token });
    await bob.ask('join', { uid });
    await bob.ask('typing', { typing: true });
    await ada.next('typing_changed');
    const { result: id } = await ada.ask('sendMessage', { text: 'Hello', client_key: 'k-1' });
    await bob.next('message');
    await bob.ask('react', { id, emoji: '👍' });
    await ada.next('reaction_updated');
    await ada.ask('editMessage', { id, text: 'Hello!' });
    await ada.next('message_updated');
    await ada.ask('deleteMessage', { id });
    await ada.next('message_deleted');
    await asGuest.ask('PATCH', '/me', { display_name: 'Grace' });
    await ada.next('user_updated');
    await asOwner.ask('POST', '/bans', { user: guest.user.uid, room: uid });
    await bob.next('restriction');
    await bob.askWrongly('sendMessage', { text: '' });
    await bob.next('system');
    await asOwner.ask('DELETE', `/rooms/${uid}/messages`);
    await ada.next('room_purged');
    const place = ['ban', { room: uid }, { ip: '127.0.0.1' }] as const;
    await server.core.admin.sanction(OPERATOR, ...place, null, '');
    await ada.next('room_left');
    await server.core.admin.lift(OPERATOR, ...place);
    await ada.ask('logout', {});
  }
  {
    await using back = await Events.open(witness, { since: { [uid]: 0 } });
    await back.ask('join', { uid });
    await back.next('resumed');
  }
  {
    await using lost = await Events.open(witness, { since: { [uid]: FAR_AHEAD } });
    await lost.ask('join', { uid });
    await lost.next('resync');
    const { core } = server;
    const deleted = await core.rooms.findPublic(uid);
    await core.rooms.remove(systemActor(deleted.appId), deleted.id);
    await lost.next('room_deleted');
  }
  witness.finish();
});
