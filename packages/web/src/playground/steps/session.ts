import { signal } from '@preact/signals';
import { listOf, property, textProperty } from '../../lib/json.ts';
import type { KeyValueStorage } from '../../lib/storage.ts';
import { SANDBOX_COMMUNITY_ROOM } from '../snippets/snippet.ts';
import { type Call, type Exchange, exchange, resultOf } from './exchange.ts';

/** The steps of the document that make a call. */
export type StepName = keyof Session['exchanges'];

export interface Room {
  readonly uid: string;
  readonly name: string;
}

/** The community's steps: the signed-in user, the chosen room, and the calls so far. */
export type Session = ReturnType<typeof createSession>;

/** Where the document stores the token, for every chat of the site. */
export const TOKEN_KEY = 'chat_token';

const SUGGESTION = { method: 'GET', path: '/random', token: null } as const;

export interface SessionOptions {
  readonly origin: string;
  readonly storage: KeyValueStorage;
}

/** A session that has not begun. */
export function createSession({ origin, storage }: SessionOptions) {
  /** The signed-in user; `null`: not signed in. */
  const name = signal<string | null>(null);
  const token = signal<string | null>(null);
  const username = signal('');
  const password = signal('');
  /** The chosen room; `null`: none yet. */
  const room = signal<Room | null>(null);
  const rooms = signal<readonly Room[]>([]);
  /** The message to delete: at first the last one that was sent here. */
  const messageId = signal('');
  /** The steps with a call in flight: they make no other until then. */
  const pending = signal<ReadonlySet<string>>(new Set());
  /** The last call of each step. */
  const exchanges = {
    register: signal<Exchange | null>(null),
    login: signal<Exchange | null>(null),
    room: signal<Exchange | null>(null),
    message: signal<Exchange | null>(null),
    delete: signal<Exchange | null>(null),
  };

  /** Makes the call of a step; its result, `null` unless it was a success. */
  async function call(step: keyof typeof exchanges, request: Call): Promise<unknown> {
    if (pending.value.has(step)) return null;
    pending.value = new Set([...pending.value, step]);
    const made = await exchange(origin, request);
    pending.value = new Set([...pending.value].filter((other) => other !== step));
    exchanges[step].value = made;
    return resultOf(made);
  }

  function signedIn(result: unknown) {
    const made = textProperty(result, 'token');
    if (made === undefined) return;
    token.value = made;
    name.value = textProperty(property(result, 'user'), 'displayName') ?? '';
    storage.set(TOKEN_KEY, made);
  }

  async function signIn(step: 'register' | 'login', path: string, body: object) {
    // Signing in needs no token.
    signedIn(await call(step, { method: 'POST', path, body, token: null }));
  }

  /** Removes the token, here and in the storage. */
  function signOut() {
    token.value = null;
    name.value = null;
    storage.remove(TOKEN_KEY);
  }

  async function listRooms() {
    const list = await exchange(origin, { method: 'GET', path: '/rooms', token: null });
    rooms.value = listOf(property(resultOf(list), 'rooms')).flatMap(roomOf);
    room.value ??=
      rooms.value.find(({ uid }) => uid === SANDBOX_COMMUNITY_ROOM) ?? rooms.value[0] ?? null;
  }

  /** Follows the stored token: a chat of this origin may have signed in or out. */
  async function adopt() {
    const kept = storage.get(TOKEN_KEY);
    if (kept === token.value) return;
    token.value = null;
    name.value = null;
    if (kept === null) return;
    const me = resultOf(await exchange(origin, { method: 'GET', path: '/me', token: kept }));
    const displayName = textProperty(property(me, 'user'), 'displayName');
    if (displayName === undefined || storage.get(TOKEN_KEY) !== kept) return;
    token.value = kept;
    name.value = displayName;
  }

  function takeSuggestion(result: unknown) {
    username.value = textProperty(result, 'username') ?? username.value;
    password.value = textProperty(result, 'password') ?? password.value;
  }

  return {
    name,
    token,
    username,
    password,
    room,
    rooms,
    messageId,
    exchanges,
    pending,
    /** Loads the stored token, the rooms and a suggested account. */
    async begin() {
      const suggestion = exchange(origin, SUGGESTION).then(resultOf).then(takeSuggestion);
      await Promise.all([adopt(), listRooms(), suggestion]);
    },
    adopt,
    /** Requests another name and password, as a call of the first step. */
    suggest: async () => takeSuggestion(await call('register', SUGGESTION)),
    register: () =>
      signIn('register', '/users/register', { username: username.value, password: password.value }),
    login: () =>
      signIn('login', '/users/login', { username: username.value, password: password.value }),
    loginAsGuest: () => signIn('login', '/users/login', { guest: true }),
    signOut,
    async createRoom(roomName: string) {
      const result = await call('room', {
        method: 'POST',
        path: '/rooms',
        body: { name: roomName },
        token: token.value,
      });
      const [made] = roomOf(property(result, 'room'));
      if (made === undefined) return;
      rooms.value = [made, ...rooms.value];
      room.value = made;
    },
    async send(message: string) {
      const body = { ...(room.value !== null && { room: room.value.uid }), message };
      const request = { method: 'POST', path: '/messages', body, token: token.value } as const;
      const id = property(await call('message', request), 'result');
      if (typeof id === 'number') messageId.value = String(id);
    },
    async deleteMessage() {
      const id = messageId.value.trim();
      const path = `/messages/${encodeURIComponent(id)}`;
      const result = await call('delete', { method: 'DELETE', path, token: token.value });
      if (result !== null && messageId.value.trim() === id) messageId.value = '';
    },
  };
}

function roomOf(value: unknown): readonly Room[] {
  const [uid, name] = [textProperty(value, 'uid'), textProperty(value, 'name')];
  return uid === undefined ? [] : [{ uid, name: name || uid }];
}
