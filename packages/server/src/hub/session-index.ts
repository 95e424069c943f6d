import type { UserKey } from '@koine/contract';
import { Audience, type AudienceContext } from './audience.ts';
import type { HubSession } from './hub-session.ts';
import { type ProtocolName, roomOfTopic, roomTopic, type Topic, type Variant } from './protocol.ts';
import { SessionsByKey } from './sessions-by-key.ts';

/** A topic to which some local session is subscribed. */
export interface TopicEntry {
  /** At most one for each protocol and variant: few enough to scan. */
  readonly audiences: Audience[];
  /** The newest change of the room whose event was delivered while there was a subscriber; 0: none yet. */
  changeSeq: number;
}

/**
 * How this works. Every local session enters once, when its connection opens, and leaves once, when that has closed. In between,
 * as long as the session is open, it is found by:
 *
 * - topic: its entry holds the audiences, which deliver without a look-up for each session;
 * - user: the one as which it acts;
 * - a key of its protocol's own (`Session.enterKey`), which the protocol declares and the session leaves as it closes.
 *
 * By app or grant all sessions are gone through: those are asked for when an operator acts, and an index would cost each
 * idle session memory.
 */
export class SessionIndex {
  readonly users = new SessionsByKey<UserKey, HubSession>();
  /** Those that are notified when a ban ends (`bannedFrom`): asked for with each change of a room, and mostly none. */
  readonly banned = new Set<HubSession>();
  readonly #topics = new Map<Topic, TopicEntry>();
  readonly #all = new Set<HubSession>();
  #lastNumber = 0;
  readonly #context: AudienceContext;

  constructor(context: AudienceContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Returns the session's number. */
  enter(session: HubSession): number {
    this.#all.add(session);
    return ++this.#lastNumber;
  }

  leave(session: HubSession): void {
    this.#all.delete(session);
  }

  /** A copy, as are `of` and `inRoom`. */
  all(): readonly HubSession[] {
    return [...this.#all];
  }

  of(user: UserKey): readonly HubSession[] {
    return [...this.users.of(user)];
  }

  inRoom(roomId: string): readonly HubSession[] {
    return this.subscribers(roomTopic(roomId));
  }

  /** A copy: sessions subscribed to the topic, or catching up with it, of one protocol or (`null`) of all. */
  subscribers(topic: Topic, protocol: ProtocolName | null = null): readonly HubSession[] {
    const sessions: HubSession[] = [];
    for (const audience of this.#topics.get(topic)?.audiences ?? [])
      if (protocol === null || audience.protocol === protocol) audience.collectSessions(sessions);
    return sessions;
  }

  topic(topic: Topic): TopicEntry | undefined {
    return this.#topics.get(topic);
  }

  /** Rooms to which a session of the protocol is subscribed. */
  roomsOf(protocol: ProtocolName): readonly string[] {
    return [...this.#topics].flatMap(([topic, { audiences }]) =>
      audiences.some((audience) => audience.protocol === protocol)
        ? (roomOfTopic(topic) ?? [])
        : [],
    );
  }

  audience(topic: Topic, protocol: ProtocolName, variant: Variant): Audience | undefined {
    const entry = this.#topics.get(topic);
    return entry && find(entry, protocol, variant);
  }

  /** The audience, made if there is none. A session must be put into it in the same tick. */
  enterAudience(topic: Topic, protocol: ProtocolName, variant: Variant): Audience {
    let entry = this.#topics.get(topic);
    if (entry === undefined) {
      entry = { audiences: [], changeSeq: 0 };
      this.#topics.set(topic, entry);
    }
    let audience = find(entry, protocol, variant);
    if (audience === undefined) {
      audience = new Audience(topic, protocol, variant, this.#context);
      entry.audiences.push(audience);
    }
    return audience;
  }

  /** Forgets the audience if it is empty. */
  leaveAudience(audience: Audience): void {
    if (!audience.isEmpty) return;
    const entry = this.#topics.get(audience.topic);
    const index = entry?.audiences.indexOf(audience) ?? -1;
    if (entry === undefined || index < 0) return;
    entry.audiences.splice(index, 1);
    if (entry.audiences.length === 0) this.#topics.delete(audience.topic);
  }
}

function find(entry: TopicEntry, protocol: ProtocolName, variant: Variant): Audience | undefined {
  for (const audience of entry.audiences)
    if (audience.protocol === protocol && audience.variant === variant) return audience;
  return undefined;
}
