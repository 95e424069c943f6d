import { type CoreEvent, KoineError, type UserKey, userKeyOf } from '@koine/contract';
import type { Standing } from '../core/access.ts';
import type { Actor } from '../core/actor.ts';
import type { Grant } from '../core/grants.ts';
import type { Clock } from '../core/ports/world.ts';
import { type Concerned, concernedBy, type When } from './concerns.ts';
import { Expiries } from './expiries.ts';
import type { RightsChange } from './protocol.ts';

/** Who may do what, as the hub asks it; the core's access and grants fit. */
export interface RightsSource {
  /** In this very tick where all that it takes is in memory. */
  standing(actor: Actor, roomId: string): Standing | Promise<Standing>;
  /** Why the actor may do nothing at all in its app; `null`: it may. As `standing`. */
  inApp(actor: Actor): KoineError | null | Promise<KoineError | null>;
  /** When the grant ends now (ms since epoch; `null`: no end in sight). Rejects with `unauthorized`. */
  ask(appId: string, userId: string, grant: Grant): Promise<number | null>;
  /** Rises whenever some grant may have ended. */
  changes(): number;
}

/** A session, as far as its rights go. */
export interface RightsHolder {
  readonly isOpen: boolean;
  readonly identity: Actor | null;
  readonly grant: Grant | null;
  /** Of `Expiries`. */
  endsAt: number | null;
  /** Rooms from which a ban removed it while it stayed connected, `null` for its whole app; it is notified of the end. */
  bannedFrom: Set<string | null> | null;
  /** As whom it reads rooms; `null`: it has said to be nobody yet, and has none. */
  readonly reader: Actor | null;
  /** Rooms that it is subscribed to or present in. A copy. */
  readonly rooms: readonly string[];
  isIn(roomId: string): boolean;
  /** Gives up the room: subscription, what is being caught up, presence. */
  leaveRoom(roomId: string): void;
  leavePresence(roomId: string): void;
  /** Its protocol says so in its own words. */
  rightsChanged(change: RightsChange): void;
  failed(error: unknown): void;
}

/** Where sessions are found. Copies: asking may end them. */
export interface RightsHolders {
  inRoom(roomId: string): readonly RightsHolder[];
  of(user: UserKey): readonly RightsHolder[];
  all(): readonly RightsHolder[];
}

/**
 * How this works. Rights are asked for when a session takes a place in a room (`mayTake`), and again after each event that
 * can change them (`CONCERNS`), always of the core, and in the tick of the event wherever all that it takes is in memory.
 * What is lost the hub takes away itself: subscription, catch-up and presence end before the protocol hears of it. A
 * protocol only says it in its own words (`Protocol.rightsChanged`): it can neither forget nor delay it.
 */
export class Rights {
  readonly #source: RightsSource;
  readonly #holders: RightsHolders;
  readonly #expiries: Expiries<RightsHolder>;

  constructor(source: RightsSource, holders: RightsHolders, clock: Pick<Clock, 'now' | 'after'>) {
    this.#source = source;
    this.#holders = holders;
    this.#expiries = new Expiries(clock, holders.all, (session) => this.expired(session));
  }

  /** Called twice for each event, before and after the protocols say it. */
  receive(event: CoreEvent, when: When): void {
    const concerned = concernedBy(event, when);
    if (concerned === null) return;
    this.#askAgain(concerned);
    if (concerned.whom === 'room') this.#pardon(concerned.roomId);
    if (concerned.whom === 'everyone') this.#pardon(null);
  }

  /**
   * Whether the session may take a place in the room, asked in the tick in which it does: whatever happened while its
   * protocol waited for storage is seen here. Where storage has to be asked it is let in, and put out by the answer.
   */
  mayTake(session: RightsHolder, roomId: string): boolean {
    const { reader } = session;
    if (reader === null) return true;
    forgetBan(session, roomId);
    const standing = this.#source.standing(reader, roomId);
    if (standing instanceof Promise) {
      this.#settle(session, standing, () => this.#askRoom(session, roomId));
      return true;
    }
    if (standing.read === null) return true;
    this.#loseRoom(session, roomId, standing.read);
    return false;
  }

  /** As `mayTake`, of being one of the room's people, which is as whom the session acts. */
  mayBePresent(session: RightsHolder, roomId: string): boolean {
    const { identity, reader } = session;
    if (identity === null || reader === identity) return this.mayTake(session, roomId);
    const standing = this.#source.standing(identity, roomId);
    if (standing instanceof Promise) {
      this.#settle(session, standing, () => this.#askRoom(session, roomId));
      return true;
    }
    if (standing.read === null) return true;
    say(session, { kind: 'restricted', roomId, reason: standing.read });
    return false;
  }

  /** The session has said by what it came: what has ended meanwhile opens nothing. */
  identified(session: RightsHolder): void {
    const { grant } = session;
    this.#expiries.set(session, grant?.expiresAt ?? null);
    if (grant === null) return;
    if (grant.asOf !== this.#source.changes()) this.#askGrant(session);
  }

  /** The room turned out to be no more. */
  roomGone(session: RightsHolder, roomId: string): void {
    session.leaveRoom(roomId);
    say(session, { kind: 'roomDeleted', roomId });
  }

  /** What it came with has run out, or was ended. */
  expired(session: RightsHolder): void {
    try {
      this.#loseAll(session, new KoineError('unauthorized'));
    } catch (error) {
      session.failed(error);
    }
  }

  #askAgain(concerned: Concerned): void {
    switch (concerned.whom) {
      case 'room':
        for (const session of this.#holders.inRoom(concerned.roomId))
          this.#askRoom(session, concerned.roomId);
        return;
      case 'deletedRoom':
        for (const session of this.#holders.inRoom(concerned.roomId))
          this.roomGone(session, concerned.roomId);
        return;
      case 'user':
        for (const session of this.#holders.of(userKeyOf(concerned.user)))
          if (concerned.roomId !== null) this.#askRoom(session, concerned.roomId);
          else this.#askRooms(session);
        return;
      case 'signedOut':
        for (const session of this.#holders.of(userKeyOf(concerned.user)))
          if (concerned.isGone(session.grant)) this.expired(session);
        return;
      case 'grants':
        for (const session of this.#holders.all())
          if (session.identity?.appId !== concerned.appId) continue;
          else if (concerned.isGone(session.grant)) this.expired(session);
          else this.#askGrant(session);
        return;
      case 'everyone':
        for (const session of this.#holders.all()) this.#askEverywhere(session);
        return;
    }
  }

  #askGrant(session: RightsHolder): void {
    const { identity, grant } = session;
    if (identity === null || grant === null) return;
    const end = this.#source.ask(identity.appId, identity.user.id, grant);
    const isSame = () => session.isOpen && session.grant === grant;
    end.then(
      (expiresAt) => isSame() && this.#expiries.set(session, expiresAt),
      (error) => {
        if (!isSame()) return;
        if (error instanceof KoineError) this.#loseAll(session, error);
        else session.failed(error);
      },
    );
  }

  #askEverywhere(session: RightsHolder): void {
    const { identity } = session;
    // Who reads as anybody may is asked about room by room.
    if (identity === null || session.reader !== identity) {
      this.#askRooms(session);
      return;
    }
    this.#settle(session, this.#source.inApp(identity), (refusal) => {
      if (refusal === null) this.#askRooms(session);
      else if (session.identity === identity) this.#loseAll(session, refusal);
    });
  }

  #askRooms(session: RightsHolder): void {
    for (const roomId of session.rooms) this.#askRoom(session, roomId);
  }

  #askRoom(session: RightsHolder, roomId: string): void {
    const { reader, identity } = session;
    if (reader === null || !session.isIn(roomId)) return;
    this.#settle(session, this.#source.standing(reader, roomId), (standing) => {
      if (!session.isIn(roomId)) return;
      // Somebody else by now: what was asked says nothing of them.
      if (session.identity !== identity) this.#askRoom(session, roomId);
      else if (standing.read !== null) this.#loseRoom(session, roomId, standing.read);
      else if (identity !== null) this.#sayRestriction(session, roomId, reader, identity, standing);
    });
  }

  #sayRestriction(
    session: RightsHolder,
    roomId: string,
    reader: Actor,
    identity: Actor,
    standing: Standing,
  ): void {
    const own = reader === identity ? standing : this.#source.standing(identity, roomId);
    this.#settle(session, own, ({ read, write }) => {
      if (session.identity !== identity || !session.isIn(roomId)) return;
      // Reads on as anybody may, but is not one of the room's people.
      if (read !== null) session.leavePresence(roomId);
      say(session, { kind: 'restricted', roomId, reason: write });
    });
  }

  #loseRoom(session: RightsHolder, roomId: string, reason: KoineError): void {
    session.leaveRoom(roomId);
    say(session, { kind: 'room', roomId, reason });
    recordBan(session, roomId, reason);
  }

  #loseAll(session: RightsHolder, reason: KoineError): void {
    // Where reading needs no account, anyone who has none any more reads on.
    const readsOn = session.reader !== session.identity;
    for (const roomId of session.rooms)
      if (readsOn) session.leavePresence(roomId);
      else session.leaveRoom(roomId);
    say(session, { kind: 'session', reason });
    recordBan(session, null, reason);
  }

  /** A sanction of the room, or (`null`) of an app, has changed: whose ban it ended hears so. */
  #pardon(changedRoomId: string | null): void {
    for (const session of this.#holders.all())
      for (const roomId of session.bannedFrom === null ? [] : [...session.bannedFrom])
        if (changedRoomId === null || roomId === changedRoomId) this.#askBan(session, roomId);
  }

  #askBan(session: RightsHolder, roomId: string | null): void {
    const { reader } = session;
    if (reader === null) return;
    const tell = (refusal: KoineError | null) => {
      if (refusal?.code === 'banned' || !forgetBan(session, roomId)) return;
      say(session, { kind: 'regained', roomId });
    };
    if (roomId === null) this.#settle(session, this.#source.inApp(reader), tell);
    else this.#settle(session, this.#source.standing(reader, roomId), ({ read }) => tell(read));
  }

  /** At once where the answer is there. One that fails for a bug ends the session: nobody stays because of a mistake. */
  #settle<T>(session: RightsHolder, answer: T | Promise<T>, settle: (answer: T) => void): void {
    if (answer instanceof Promise) {
      answer.then((late) => session.isOpen && settle(late)).catch((error) => session.failed(error));
      return;
    }
    settle(answer);
  }
}

function say(session: RightsHolder, change: RightsChange): void {
  if (!session.isOpen) return;
  try {
    session.rightsChanged(change);
  } catch (error) {
    session.failed(error);
  }
}

function recordBan(session: RightsHolder, roomId: string | null, { code }: KoineError): void {
  if (code !== 'banned' || !session.isOpen) return;
  session.bannedFrom ??= new Set();
  session.bannedFrom.add(roomId);
}

/** Whether there was one. */
function forgetBan(session: RightsHolder, roomId: string | null): boolean {
  if (session.bannedFrom?.delete(roomId) !== true) return false;
  if (session.bannedFrom.size === 0) session.bannedFrom = null;
  return true;
}
