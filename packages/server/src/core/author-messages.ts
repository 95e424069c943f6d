import {
  DEFAULT_APP_ID,
  KoineError,
  type Message,
  type Sender,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import type { Budgets } from './budgets.ts';
import { foldUuid } from './ids.ts';
import { changeOf } from './messages.ts';
import type { Moderation } from './moderation.ts';
import type { AuthoredQuery, AuthorStore } from './ports/author-store.ts';
import { isStaff } from './room-rules.ts';
import type { CoreWorld } from './world.ts';

export interface AuthorMessagesDeps extends Pick<CoreWorld, 'access' | 'audit' | 'bus' | 'clock'> {
  readonly store: AuthorStore;
  readonly moderation: Pick<Moderation, 'assertMayRestrict'>;
  readonly budgets: Pick<Budgets, 'charge'>;
}

/** Which of an author's messages: by age, or by id; in one room or in all. */
export interface Selection {
  /** `null`: in all rooms of all apps. */
  readonly roomId: string | null;
  /** Not older than so many ms; `null`: of any age. */
  readonly ageMs: number | null;
  /** `null`: all that are left. */
  readonly ids: readonly string[] | null;
}

export interface Deleted {
  readonly deleted: number;
  readonly rooms: number;
}

/** Deleted in one commit: a few milliseconds of the writer's time, and of each room's listeners. */
const DELETED_AT_ONCE = 100;
/** Found at once, so that a busy hour is not looked through for every hundred. */
const FOUND_AT_ONCE = 1000;
/** Of so many of the newest, the rooms are counted. */
const COUNTED_MAX = 10_000;

const EVER = { since: 0, until: Number.MAX_SAFE_INTEGER } as const;

/** What one user wrote, over all rooms. */
export class AuthorMessages {
  readonly #deps: AuthorMessagesDeps;

  constructor(deps: AuthorMessagesDeps) {
    this.#deps = deps;
  }

  /** For operators: newest first, from a cursor on. Rejects with `invalidInput` for a cursor of another list. */
  async page(
    actor: Actor,
    query: Omit<Parameters<AuthorStore['page']>[0], keyof typeof EVER>,
  ): ReturnType<AuthorStore['page']> {
    assertOperator(actor, 'read');
    return this.#deps.store.page({ ...query, ...EVER });
  }

  /** For operators: where the author's newest ten thousand messages are. `isAll`: there are no others. */
  async rooms(actor: Actor, author: UserRef): ReturnType<AuthorStore['rooms']> {
    assertOperator(actor, 'read');
    return this.#deps.store.rooms({ author, roomId: null, ...EVER, countMax: COUNTED_MAX });
  }

  /**
   * Whom an id means in a room where two apps' users may meet: the user of the built-in app if they wrote there, else the
   * room's app's.
   */
  async authorIn(actor: Actor, roomId: string, id: string): Promise<UserRef> {
    const { room } = await this.#deps.access.read(actor, roomId);
    const visitor = { appId: DEFAULT_APP_ID, id };
    if (room.appId === DEFAULT_APP_ID) return visitor;
    return (await this.#newest(roomId, visitor)) === null ? { appId: room.appId, id } : visitor;
  }

  /**
   * Who wrote in the room under this id, as they were called then; they may have left since. `null`: no user. Rejects as
   * `Access.read`.
   */
  async senderIn(actor: Actor, roomId: string, id: string): Promise<Sender | null> {
    const author = await this.authorIn(actor, roomId, id);
    return (await this.#newest(roomId, author))?.sender ?? null;
  }

  async #newest(roomId: string, author: UserRef): Promise<Message | null> {
    const newest = { author, roomId, ...EVER, limit: 1, after: null };
    const { messages } = await this.#deps.store.page(newest);
    return messages[0] ?? null;
  }

  /**
   * Deletes what an author wrote up to now, with the events of one deletion after the other; the audit log gets
   * one entry. In a room: its staff, of whom they may ban. Everywhere: the operator. Rejects with `forbidden`, `rateLimited`, or as `Access.read`.
   */
  async delete(actor: Actor, author: UserRef, selection: Selection): Promise<Deleted> {
    const { access, audit, budgets, clock, moderation } = this.#deps;
    const { roomId, ageMs } = selection;
    const ids = selection.ids?.map(foldUuid) ?? null;
    const rules = roomId === null ? null : await access.read(actor, roomId);
    if (rules === null ? actor.power !== 'operator' : !isStaff(actor, rules))
      throw new KoineError('forbidden');
    if (rules !== null && actor.power === 'user')
      await moderation.assertMayRestrict(actor, rules, author);
    budgets.charge('moderation', actor);
    const now = clock.now();
    const since = ageMs === null ? 0 : now - ageMs;
    const query = { author, roomId, since, until: now };
    const by = userKeyOf(actor.user);
    const rooms = new Set<string>();
    let deleted = 0;
    for await (const found of ids === null ? this.#idsOf(query) : [ids])
      for (let start = 0; start < found.length; start += DELETED_AT_ONCE) {
        const chosen = found.slice(start, start + DELETED_AT_ONCE);
        const step = this.#deps.store.remove({ ...query, ids: chosen }, by, now);
        // The first reaction: events leave in the order of commits.
        const removed = await step.then((messages) => this.#announce(actor, messages));
        deleted += removed.length;
        for (const message of removed) rooms.add(message.roomId);
      }
    if (rules !== null)
      audit.track(actor, 'delete-user-messages', {
        appId: rules.room.appId,
        roomId,
        target: `user:${author.id}`,
        details: { author: author.appId, ageMs, deleted },
      });
    return { deleted, rooms: rooms.size };
  }

  /** Page by page. */
  async *#idsOf(query: AuthoredQuery): AsyncGenerator<readonly string[]> {
    let after: string | null = null;
    do {
      const page = await this.#deps.store.page({ ...query, limit: FOUND_AT_ONCE, after });
      yield page.messages.map(({ id }) => id);
      after = page.next;
    } while (after !== null);
  }

  #announce(actor: Actor, messages: readonly Message[]): readonly Message[] {
    const deletion = { type: 'messageDeleted', by: actor, isOneOfMany: true } as const;
    for (const message of messages) this.#deps.bus.publish({ ...deletion, ...changeOf(message) });
    return messages;
  }
}
