import { type CoreEvent, KoineError, userKeyOf } from '@koine/contract';
import type { Standing } from '../core/access.ts';
import type { Actor } from '../core/actor.ts';
import type { Grant } from '../core/grants.ts';
import type { Clock } from '../core/ports/world.ts';
import { type AffectedSessions, affectedBy, type When } from './affected-sessions.ts';
import { Expiries } from './expiries.ts';
import type { HubSession } from './hub-session.ts';
import type { SessionIndex } from './session-index.ts';

/** Who may do what, as the hub asks it; the core's access and grants fit. */
export interface RightsSource {
  /** In the same tick where all that it takes is in memory. */
  standing(actor: Actor, roomId: string): Standing | Promise<Standing>;
  /** Why the actor may do nothing at all in its app; `null`: it may. As `standing`. */
  inApp(actor: Actor): KoineError | null | Promise<KoineError | null>;
  /** When the grant ends now (ms since epoch; `null`: no end in sight). Rejects with `unauthorized`. */
  ask(appId: string, userId: string, grant: Grant): Promise<number | null>;
  /** Rises whenever some grant may have ended. */
  changes(): number;
}

/**
 * How this works. Rights are checked when a session begins to read a room or to be present in it (`mayRead`), and again after
 * each event that can change them (`AFFECTED_SESSIONS`), always by the core, and in the tick of the event wherever all that it takes is
 * in memory. What is lost the hub takes away itself: subscription, catch-up and presence end before the protocol is called. A
 * protocol only words it (`Protocol.rightsChanged`): it can neither forget nor delay it.
 */
export class Rights {
  readonly #source: RightsSource;
  readonly #index: SessionIndex;
  readonly #expiries: Expiries;

  constructor(source: RightsSource, index: SessionIndex, clock: Pick<Clock, 'now' | 'after'>) {
    this.#source = source;
    this.#index = index;
    this.#expiries = new Expiries(clock, index, (session) => this.expired(session));
  }

  /** Called twice for each event, before and after the protocols encode it. */
  receive(event: CoreEvent, when: When): void {
    const affected = affectedBy(event, when);
    if (affected === null) return;
    this.#check(affected);
    if (affected.scope === 'room') this.#checkBans(affected.roomId);
    if (affected.scope === 'everyone') this.#checkBans(null);
  }

  /**
   * Whether the session may read the room, checked in the tick in which it begins to: whatever happened while its protocol
   * waited for storage is seen here. Where storage has to be asked it is let in, and removed by the result.
   */
  mayRead(session: HubSession, roomId: string): boolean {
    const { reader } = session;
    if (reader === null) return true;
    this.#forgetBan(session, roomId);
    return this.#isAllowed(session, roomId, reader, (reason) =>
      this.#removeFromRoom(session, roomId, reason),
    );
  }

  /** As `mayRead`, of being one of the room's people, which is the user as which the session acts. */
  mayBePresent(session: HubSession, roomId: string): boolean {
    const { identity, reader } = session;
    if (identity === null || reader === identity) return this.mayRead(session, roomId);
    return this.#isAllowed(session, roomId, identity, (reason) =>
      session.rightsChanged({ kind: 'restricted', roomId, reason }),
    );
  }

  /** The session has a user: a grant that has ended meanwhile ends it. */
  identified(session: HubSession): void {
    const { grant } = session;
    this.#expiries.set(session, grant?.expiresAt ?? null);
    if (grant !== null && grant.asOf !== this.#source.changes()) this.#checkGrant(session);
  }

  roomGone(session: HubSession, roomId: string): void {
    session.leaveRoom(roomId);
    session.rightsChanged({ kind: 'roomDeleted', roomId });
  }

  /** Its grant has run out, or was ended. */
  expired(session: HubSession): void {
    try {
      this.#removeFromAll(session, new KoineError('unauthorized'));
    } catch (error) {
      session.failed(error);
    }
  }

  #isAllowed(
    session: HubSession,
    roomId: string,
    actor: Actor,
    refused: (reason: KoineError) => void,
  ): boolean {
    const standing = this.#source.standing(actor, roomId);
    if (standing instanceof Promise)
      this.#whenKnown(session, standing, () => this.#checkRoom(session, roomId));
    else if (standing.read !== null) {
      refused(standing.read);
      return false;
    }
    return true;
  }

  #check(affected: AffectedSessions): void {
    switch (affected.scope) {
      case 'room':
        for (const session of this.#index.inRoom(affected.roomId))
          this.#checkRoom(session, affected.roomId);
        return;
      case 'deletedRoom':
        for (const session of this.#index.inRoom(affected.roomId))
          this.roomGone(session, affected.roomId);
        return;
      case 'user':
        for (const session of this.#index.of(userKeyOf(affected.user)))
          if (affected.roomId !== null) this.#checkRoom(session, affected.roomId);
          else this.#checkRooms(session);
        return;
      case 'signedOut':
        for (const session of this.#index.of(userKeyOf(affected.user)))
          if (affected.isGone(session.grant)) this.expired(session);
        return;
      case 'grants':
        for (const session of this.#index.all())
          if (session.identity?.appId !== affected.appId) continue;
          else if (affected.isGone(session.grant)) this.expired(session);
          else this.#checkGrant(session);
        return;
      case 'everyone':
        for (const session of this.#index.all()) this.#checkApp(session);
        return;
    }
  }

  #checkGrant(session: HubSession): void {
    const { identity, grant } = session;
    if (identity === null || grant === null) return;
    const isSame = () => session.isOpen && session.grant === grant;
    this.#source.ask(identity.appId, identity.user.id, grant).then(
      (expiresAt) => isSame() && this.#expiries.set(session, expiresAt),
      (error) => {
        if (!isSame()) return;
        if (error instanceof KoineError) this.#removeFromAll(session, error);
        else session.failed(error);
      },
    );
  }

  #checkApp(session: HubSession): void {
    const { identity } = session;
    // Where reading needs no account, rooms are checked one by one.
    if (identity === null || session.reader !== identity) {
      this.#checkRooms(session);
      return;
    }
    this.#whenKnown(session, this.#source.inApp(identity), (error) => {
      if (error === null) this.#checkRooms(session);
      else if (session.identity === identity) this.#removeFromAll(session, error);
    });
  }

  #checkRooms(session: HubSession): void {
    for (const roomId of session.rooms) this.#checkRoom(session, roomId);
  }

  #checkRoom(session: HubSession, roomId: string): void {
    const { reader, identity } = session;
    if (reader === null || !session.isIn(roomId)) return;
    this.#whenKnown(session, this.#source.standing(reader, roomId), (standing) => {
      if (!session.isIn(roomId)) return;
      // Another user by now: the result is not about them.
      if (session.identity !== identity) this.#checkRoom(session, roomId);
      else if (standing.read !== null) this.#removeFromRoom(session, roomId, standing.read);
      else if (identity !== null) {
        const own = reader === identity ? standing : this.#source.standing(identity, roomId);
        this.#restrict(session, roomId, identity, own);
      }
    });
  }

  #restrict(
    session: HubSession,
    roomId: string,
    identity: Actor,
    standing: Standing | Promise<Standing>,
  ): void {
    this.#whenKnown(session, standing, ({ read, write }) => {
      if (session.identity !== identity || !session.isIn(roomId)) return;
      // It reads on, since anyone may, but is not one of the room's people.
      if (read !== null) session.leavePresence(roomId);
      session.rightsChanged({ kind: 'restricted', roomId, reason: write });
    });
  }

  #removeFromRoom(session: HubSession, roomId: string, reason: KoineError): void {
    session.leaveRoom(roomId);
    session.rightsChanged({ kind: 'room', roomId, reason });
    this.#recordBan(session, roomId, reason);
  }

  #removeFromAll(session: HubSession, reason: KoineError): void {
    // Where reading needs no account, a session that has none any more reads on.
    const readsOn = session.reader !== session.identity;
    for (const roomId of session.rooms)
      if (readsOn) session.leavePresence(roomId);
      else session.leaveRoom(roomId);
    session.rightsChanged({ kind: 'session', reason });
    this.#recordBan(session, null, reason);
  }

  /** A sanction of the room, or (`null`) of an app, has changed: sessions are notified of bans that it ended. */
  #checkBans(changedRoomId: string | null): void {
    for (const session of [...this.#index.banned])
      for (const roomId of session.bannedFrom === null ? [] : [...session.bannedFrom])
        if (changedRoomId === null || roomId === changedRoomId) this.#checkBan(session, roomId);
  }

  #checkBan(session: HubSession, roomId: string | null): void {
    const { reader } = session;
    if (reader === null) return;
    const use = (error: KoineError | null) => {
      if (error?.code === 'banned' || !this.#forgetBan(session, roomId)) return;
      session.rightsChanged({ kind: 'regained', roomId });
    };
    if (roomId === null) this.#whenKnown(session, this.#source.inApp(reader), use);
    else this.#whenKnown(session, this.#source.standing(reader, roomId), ({ read }) => use(read));
  }

  #recordBan(session: HubSession, roomId: string | null, { code }: KoineError): void {
    if (code !== 'banned' || !session.isOpen) return;
    session.bannedFrom ??= new Set();
    session.bannedFrom.add(roomId);
    this.#index.banned.add(session);
  }

  /** Whether there was one. */
  #forgetBan(session: HubSession, roomId: string | null): boolean {
    if (session.bannedFrom?.delete(roomId) !== true) return false;
    if (session.bannedFrom.size > 0) return true;
    session.bannedFrom = null;
    this.#index.banned.delete(session);
    return true;
  }

  /** At once where the result is in memory. A bug while it is awaited ends the session: none stays because of it. */
  #whenKnown<T>(session: HubSession, result: T | Promise<T>, use: (result: T) => void): void {
    if (!(result instanceof Promise)) use(result);
    else result.then((late) => session.isOpen && use(late)).catch((error) => session.failed(error));
  }
}
