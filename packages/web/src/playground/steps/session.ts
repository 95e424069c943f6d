import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { property, textProperty } from '../../lib/json.ts';
import type { KeyValueStorage } from '../../lib/storage.ts';
import { SANDBOX_COMMUNITY_ROOM } from '../snippets/snippet.ts';
import { type Call, type Exchange, exchange, resultOf } from './exchange.ts';

/** The steps of the document that make a call. */
export type StepName = 'register' | 'login' | 'room' | 'message' | 'delete';

export interface Room {
  readonly uid: string;
  readonly name: string;
}

/** The community's steps: the signed-in user, the chosen room, and the calls so far. */
export interface Session {
  /** The signed-in user; `null`: not signed in. */
  readonly name: Signal<string | null>;
  readonly token: Signal<string | null>;
  readonly username: Signal<string>;
  readonly password: Signal<string>;
  /** The chosen room; `null`: none yet. */
  readonly room: Signal<Room | null>;
  readonly rooms: Signal<readonly Room[]>;
  /** The message to delete: at first the last one that was sent here. */
  readonly messageId: Signal<string>;
  /** The last call of each step. */
  readonly exchanges: Readonly<Record<StepName, Signal<Exchange | null>>>;
  /** The steps with a call in flight: they make no other until then. */
  readonly pending: ReadonlySignal<ReadonlySet<StepName>>;
  /** Loads the stored token, the rooms and a suggested account. */
  begin(): Promise<void>;
  /** Follows the stored token: a chat of this origin may have signed in or out. */
  adopt(): Promise<void>;
  /** Requests another name and password, as a call of the first step. */
  suggest(): Promise<void>;
  register(): Promise<void>;
  login(): Promise<void>;
  loginAsGuest(): Promise<void>;
  /** Removes the token, here and in the storage. */
  signOut(): void;
  createRoom(name: string): Promise<void>;
  send(message: string): Promise<void>;
  deleteMessage(): Promise<void>;
}

/** Where the document stores the token, for every chat of the site. */
export const TOKEN_KEY = 'chat_token';

const SUGGESTION = { method: 'GET', path: '/random', token: null } as const;

export interface SessionOptions {
  readonly origin: string;
  readonly storage: KeyValueStorage;
}

/** A session that has not begun. */
export function createSession({ origin, storage }: SessionOptions): Session {
  const name = signal<string | null>(null);
  const token = signal<string | null>(null);
  const username = signal('');
  const password = signal('');
  const room = signal<Room | null>(null);
  const rooms = signal<readonly Room[]>([]);
  const messageId = signal('');
  const pending = signal<ReadonlySet<StepName>>(new Set());
  const exchanges: Session['exchanges'] = {
    register: signal(null),
    login: signal(null),
    room: signal(null),
    message: signal(null),
    delete: signal(null),
  };

  /** Makes the call of a step; its result, `null` unless it was a success. */
  async function call(step: StepName, request: Call): Promise<unknown> {
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

  async function signIn(step: StepName, path: string, body: object) {
    // Signing in needs no token.
    signedIn(await call(step, { method: 'POST', path, body, token: null }));
  }

  function signOut() {
    token.value = null;
    name.value = null;
    storage.remove(TOKEN_KEY);
  }

  async function listRooms() {
    const list = await exchange(origin, { method: 'GET', path: '/rooms', token: null });
    const found = property(resultOf(list), 'rooms');
    rooms.value = Array.isArray(found) ? found.flatMap(roomOf) : [];
    room.value ??=
      rooms.value.find(({ uid }) => uid === SANDBOX_COMMUNITY_ROOM) ?? rooms.value[0] ?? null;
  }

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
    async begin() {
      const suggestion = exchange(origin, SUGGESTION).then(resultOf).then(takeSuggestion);
      await Promise.all([adopt(), listRooms(), suggestion]);
    },
    adopt,
    suggest: async () => takeSuggestion(await call('register', SUGGESTION)),
    register: () =>
      signIn('register', '/users/register', { username: username.value, password: password.value }),
    login: () =>
      signIn('login', '/users/login', { username: username.value, password: password.value }),
    loginAsGuest: () => signIn('login', '/users/login', { guest: true }),
    signOut,
    async createRoom(roomName) {
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
    async send(message) {
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
