import { type App, DEFAULT_APP_ID, KoineError, type Message, type User } from '@koine/contract';
import type { Actor } from '../actor.ts';
import { assertOperator } from '../authority.ts';
import { findRoom } from '../find-room.ts';
import { pageAfter, type Stores } from '../ports/stores.ts';
import type { Clock } from '../ports/world.ts';
import { archivedMessageOf } from './archived-message.ts';
import {
  ARCHIVE_VERSION,
  type ArchivedUser,
  type ArchiveHeader,
  type ArchiveLine,
} from './lines.ts';

/** A whole app, or one room by its id or uid. */
export type ArchiveScope = { readonly appId: string } | { readonly room: string };

/** Where an export goes on. */
export interface ArchiveCursor {
  readonly scope: 'app' | 'room';
  readonly appId: string;
  readonly step: 'users' | 'rooms' | 'room' | 'messages' | 'members';
  /** The last user or room that was listed. */
  readonly after: string | null;
  /** Rooms that come next, the one under way first. */
  readonly roomIds: readonly string[];
  /** The last message that was read of the room under way. */
  readonly afterSeq: number;
  /** The last member that was read of it. */
  readonly afterMember: string | null;
}

export interface ArchivePage {
  readonly lines: readonly (ArchiveHeader | ArchiveLine)[];
  /** `null`: that was all. */
  readonly next: ArchiveCursor | null;
}

export interface ExportDeps {
  readonly stores: Pick<Stores, 'apps' | 'rooms' | 'users' | 'members' | 'messages' | 'sanctions'>;
  readonly clock: Clock;
}

/** A page is full when it has so many lines. */
const PAGE_LINES = 500;
const READ_ROWS = 500;
const READ_MESSAGES = 200;
/** Bounds the cursor, which names them. */
const READ_ROOMS = 100;

/**
 * Reads an app or a room as the lines of an archive, a page at a time, each by keyset reads: memory and the cost of a page
 * do not depend on how much there is. What changes meanwhile may or may not be in it; each line by itself is whole.
 */
export class Exporter {
  readonly #deps: ExportDeps;

  constructor(deps: ExportDeps) {
    this.#deps = deps;
  }

  /** The header, and where the rest begins. Rejects with `appNotFound` or `roomNotFound`. */
  async begin(actor: Actor, scope: ArchiveScope): Promise<ArchivePage> {
    assertOperator(actor, 'operator');
    const { stores } = this.#deps;
    if ('appId' in scope) {
      const app = await this.#app(scope.appId);
      const sanctions = await this.#sanctions(app.id, null);
      const next = cursor('app', app.id, { step: 'users' });
      return { lines: [this.#header('app', app), ...sanctions], next };
    }
    const room = await findRoom(stores.rooms, scope.room);
    const header = this.#header('room', await this.#app(room.appId));
    return { lines: [header], next: cursor('room', room.appId, { roomIds: [room.id] }) };
  }

  async page(actor: Actor, from: ArchiveCursor): Promise<ArchivePage> {
    assertOperator(actor, 'operator');
    const lines: ArchiveLine[] = [];
    let next: ArchiveCursor | null = from;
    while (next !== null && lines.length < PAGE_LINES) next = await this.#step(next, lines);
    return { lines, next };
  }

  /** Appends what comes at the cursor and returns the one behind it. */
  #step(at: ArchiveCursor, lines: ArchiveLine[]): Promise<ArchiveCursor | null> {
    switch (at.step) {
      case 'users':
        return this.#users(at, lines);
      case 'rooms':
        return this.#rooms(at);
      case 'room':
        return this.#room(at, lines);
      case 'messages':
        return this.#messages(at, lines);
      case 'members':
        return this.#members(at, lines);
    }
  }

  async #users(at: ArchiveCursor, lines: ArchiveLine[]): Promise<ArchiveCursor> {
    const query = { ...pageAfter(at.after, READ_ROWS), nameContains: null, hasRoles: false };
    const { items } = await this.#deps.stores.users.list(at.appId, query);
    for (const user of items) lines.push({ type: 'user', user: await this.#account(user) });
    const last = items.at(-1);
    if (last !== undefined) return { ...at, after: last.id };
    const { after } = at;
    assertThere(after === null || (await this.#deps.stores.users.find(at.appId, { id: after })));
    return { ...at, step: 'rooms', after: null };
  }

  async #rooms(at: ArchiveCursor): Promise<ArchiveCursor | null> {
    const { items } = await this.#deps.stores.rooms.list({
      ...pageAfter(at.after, READ_ROOMS),
      appId: at.appId,
      kind: null,
      memberId: null,
      sort: 'createdAt',
    });
    const last = items.at(-1);
    if (last !== undefined)
      return { ...at, step: 'room', roomIds: items.map(({ id }) => id), after: last.id };
    const { after } = at;
    assertThere(after === null || (await this.#deps.stores.rooms.find({ id: after })));
    return null;
  }

  async #room(at: ArchiveCursor, lines: ArchiveLine[]): Promise<ArchiveCursor | null> {
    const [roomId] = at.roomIds;
    if (roomId === undefined) return at.scope === 'room' ? null : { ...at, step: 'rooms' };
    const room = await this.#deps.stores.rooms.find({ id: roomId });
    if (room === null) return roomDone(at);
    lines.push({ type: 'room', room });
    return { ...at, step: 'messages', afterSeq: 0 };
  }

  async #messages(at: ArchiveCursor, lines: ArchiveLine[]): Promise<ArchiveCursor> {
    const [roomId = ''] = at.roomIds;
    const messages = await this.#read(roomId, at.afterSeq, READ_MESSAGES);
    for (const message of messages)
      lines.push({ type: 'message', message: archivedMessageOf(message) });
    const last = messages.at(-1);
    return last === undefined
      ? { ...at, step: 'members', afterMember: null }
      : { ...at, afterSeq: last.seq };
  }

  async #members(at: ArchiveCursor, lines: ArchiveLine[]): Promise<ArchiveCursor> {
    const [roomId = ''] = at.roomIds;
    const { members, users } = this.#deps.stores;
    const { items } = await members.list(roomId, pageAfter(at.afterMember, READ_ROWS));
    const readIds = new Map<number, string | null>([[0, null]]);
    for (const member of items) {
      if (at.scope === 'room') {
        const user = await users.find(at.appId, { id: member.userId });
        if (user !== null) lines.push({ type: 'user', user: profileOf(user) });
      }
      const { lastReadSeq } = member;
      if (!readIds.has(lastReadSeq)) {
        const [read] = await this.#read(roomId, lastReadSeq - 1, 1);
        readIds.set(lastReadSeq, read?.seq === lastReadSeq ? read.id : null);
      }
      lines.push({ type: 'member', member, lastReadId: readIds.get(lastReadSeq) ?? null });
    }
    const last = items.at(-1);
    if (last !== undefined) return { ...at, afterMember: last.userId };
    const { afterMember } = at;
    assertThere(afterMember === null || (await members.find(roomId, afterMember)));
    lines.push(...(await this.#sanctions(at.appId, roomId)));
    return roomDone(at);
  }

  /** The oldest messages above the seq, tombstones included; none when the room has gone meanwhile. */
  async #read(roomId: string, after: number, limit: number): Promise<readonly Message[]> {
    const range = { roomId, direction: 'newer', before: null, after, limit } as const;
    try {
      const query = { ...range, skip: 0, withDeleted: true };
      return (await this.#deps.stores.messages.page(query)).messages;
    } catch (error) {
      if (error instanceof KoineError && error.code === 'roomNotFound') return [];
      throw error;
    }
  }

  /** Those in force. */
  async #sanctions(appId: string, roomId: string | null): Promise<ArchiveLine[]> {
    const { stores, clock } = this.#deps;
    const sanctions = await stores.sanctions.list(appId, roomId, clock.now());
    return sanctions.map((sanction) => ({ type: 'sanction', sanction }));
  }

  /** With the hash of the password, for those who have one: anyone who restores an app wants its people to sign in. */
  async #account(user: User): Promise<ArchivedUser> {
    if (user.username === null) return { ...user, passwordHash: null };
    const found = await this.#deps.stores.users.find(user.appId, { id: user.id });
    return { ...user, passwordHash: found?.passwordHash ?? null };
  }

  /** The built-in app need not be stored. */
  async #app(appId: string): Promise<Pick<App, 'id' | 'name'>> {
    const app = await this.#deps.stores.apps.find(appId);
    if (app !== null) return app;
    if (appId === DEFAULT_APP_ID) return { id: appId, name: appId };
    throw new KoineError('appNotFound');
  }

  #header(scope: 'app' | 'room', { id, name }: Pick<App, 'id' | 'name'>): ArchiveHeader {
    const exportedAt = this.#deps.clock.now();
    return { type: 'koine-export', version: ARCHIVE_VERSION, scope, app: { id, name }, exportedAt };
  }
}

function cursor(
  scope: 'app' | 'room',
  appId: string,
  more: Pick<ArchiveCursor, 'step'> | Pick<ArchiveCursor, 'roomIds'>,
): ArchiveCursor {
  const start = { step: 'room', after: null, roomIds: [], afterSeq: 0, afterMember: null } as const;
  return { scope, appId, ...start, ...more };
}

/** A list goes on from the row that was last; without that row its rest cannot be found, and must not be left out. */
function assertThere(row: object | true | null): void {
  if (row !== null) return;
  const text = 'What is being exported was removed meanwhile; export again';
  throw new KoineError('conflict', {}, text);
}

function roomDone(at: ArchiveCursor): ArchiveCursor {
  return { ...at, step: 'room', roomIds: at.roomIds.slice(1) };
}

function profileOf(user: User): ArchivedUser {
  const hidden = { username: null, roles: [], meta: {}, passwordHash: null };
  const { id, appId, kind, displayName, avatarUrl, createdAt, updatedAt } = user;
  return { id, appId, kind, displayName, avatarUrl, createdAt, updatedAt, ...hidden };
}
