import { type Author, type CoreEvent, isSameUser, type JsonObject } from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import type {
  AuditBy,
  AuditEntry,
  AuditQuery,
  AuditStore,
  AuditVia,
} from './ports/operating-stores.ts';
import type { List } from './ports/stores.ts';
import type { RoomRulesCache } from './room-rules-cache.ts';
import type { CoreWorld } from './world.ts';

/** Who acts and by which way. */
export interface AuditAuthor {
  readonly via: AuditVia;
  readonly by: AuditBy;
}

/** What an action was about; what is absent is not known. */
export interface AuditSubject {
  readonly appId?: string | null;
  readonly roomId?: string | null;
  readonly target?: string | null;
  readonly reason?: string;
  readonly details?: JsonObject;
}

export interface AuditDeps extends Pick<CoreWorld, 'bus' | 'clock' | 'onError'> {
  readonly store: AuditStore;
  readonly roomRules: Pick<RoomRulesCache, 'get'>;
}

const CHARS_MAX = 500;

/**
 * The log of who did what to others: every command of the operator that changes something or reads what is private, and what
 * moderators do in chat. Nothing in it ever changes.
 */
export class Audit {
  readonly #deps: AuditDeps;

  constructor(deps: AuditDeps) {
    this.#deps = deps;
    deps.bus.subscribe((event) => this.#receive(event));
  }

  /** Resolves when the entry is stored. `outcome`: `done`, or the error’s code. */
  async record(
    { via, by }: AuditAuthor,
    action: string,
    subject: AuditSubject,
    outcome = 'done',
  ): Promise<void> {
    await this.#deps.store.append({
      at: this.#deps.clock.now(),
      via,
      by: { ...by, name: fit(by.name) },
      action,
      appId: subject.appId ?? null,
      roomId: subject.roomId ?? null,
      target: subject.target === undefined || subject.target === null ? null : fit(subject.target),
      reason: fit(subject.reason ?? ''),
      details: subject.details ?? {},
      outcome,
    });
  }

  /**
   * What a user has done with power over others, in chat, in the background. What apps and the operator do is not recorded here: the
   * first is the app's own business, the second has entries of its own.
   */
  track(actor: Author, action: string, subject: AuditSubject): void {
    if (actor.power !== 'user') return;
    const { appId, id, name } = actor.user;
    const by = { kind: 'account', appId, id, name } as const;
    this.record({ via: 'chat', by }, action, subject).catch(this.#deps.onError);
  }

  async list(actor: Actor, query: AuditQuery): Promise<List<AuditEntry>> {
    assertOperator(actor, 'read');
    return this.#deps.store.list(query);
  }

  /** Deleting and purging are commands of messages, which do not know this log: their events have the author. */
  #receive(event: CoreEvent): void {
    if (event.type === 'messageDeleted') {
      if (event.isOneOfMany === true) return;
      const { sender, id } = event.message;
      if (isSameUser(event.by.user, sender)) return;
      const details = { sender: sender.id };
      this.#trackInRoom(event.by, 'delete-message', event.roomId, { target: id, details });
    } else if (event.type === 'roomPurged') {
      this.#trackInRoom(event.by, 'purge-room', event.roomId, {});
    }
  }

  #trackInRoom(author: Author, action: string, roomId: string, subject: AuditSubject): void {
    if (author.power !== 'user') return;
    const track = async () => {
      const rules = await this.#deps.roomRules.get(roomId);
      const appId = rules?.room.appId ?? author.user.appId;
      this.track(author, action, { ...subject, appId, roomId });
    };
    track().catch(this.#deps.onError);
  }
}

function fit(text: string): string {
  return text.length <= CHARS_MAX ? text : `${text.slice(0, CHARS_MAX - 1).toWellFormed()}…`;
}
