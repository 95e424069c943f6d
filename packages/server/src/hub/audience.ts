import { isSameUser, type UserRef } from '@koine/contract';
import { TurnBatch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { CurrentEvent } from './current-event.ts';
import type { HubMetrics } from './metrics.ts';
import type { Outlet, ProtocolName, Topic, Variant } from './protocol.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';

/**
 * How this works. An audience gathers the texts of one turn in a batch; at the turn's end each member's connection gets the
 * whole batch in one write. A member who must not get all of it has an `offset`: how many of the batch's texts it has got,
 * or may not get. Everything that is special to one member (a frame to it alone, an exception, joining in mid-turn) first
 * writes what that member is owed so far and then moves its offset, so order holds and the others never notice.
 */
export interface Member {
  readonly session: Session;
  readonly connection: Connection;
  /** Texts of the current batch that are done with. */
  offset: number;
  /** Place in the audience's list, -1: not in it. */
  index: number;
  /** Changes that this member got with its catch-up though their events are still to come. */
  covered: Covered | null;
}

/** Which changes a catch-up has told. */
export interface Covered {
  /** The newest change of the snapshot: no change above it is covered. */
  readonly changeSeq: number;
  has(change: CurrentEvent): boolean;
}

/** Stands beside the audience while it catches up: is offered each frame, and does with it what its phase demands. */
export interface Aside {
  readonly session: Session;
  offer(text: string, event: CurrentEvent): void;
}

export interface SendOptions {
  readonly exceptUser?: UserRef;
  readonly except?: Session;
}

/** What all audiences of a hub share. */
export interface AudienceContext {
  readonly turn: Turn;
  readonly event: CurrentEvent;
  readonly metrics: HubMetrics;
}

/** The local sessions that need the same bytes: one topic, one protocol, one variant. */
export class Audience implements Outlet {
  readonly topic: Topic;
  readonly protocol: ProtocolName;
  readonly variant: Variant;
  readonly #context: AudienceContext;
  readonly #members: Member[] = [];
  readonly #asides = new Set<Aside>();
  /** Members with `covered` set. */
  readonly #covered = new Set<Member>();
  #batch: TurnBatch | null = null;

  constructor(topic: Topic, protocol: ProtocolName, variant: Variant, context: AudienceContext) {
    this.topic = topic;
    this.protocol = protocol;
    this.variant = variant;
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#members.length === 0 && this.#asides.size === 0;
  }

  send(text: string, options?: SendOptions): void {
    const { event, turn } = this.#context;
    if (this.#asides.size > 0) {
      for (const aside of this.#asides) {
        if (options === undefined || !isExcepted(aside.session, options)) aside.offer(text, event);
      }
    }
    if (this.#members.length === 0) return;
    if (options !== undefined) this.#passOverExcepted(options);
    if (this.#covered.size > 0 && event.isChange) this.#passOverCovered(event);
    if (this.#batch === null) {
      this.#batch = new TurnBatch();
      turn.flushAudience(this);
    }
    this.#batch.push(text);
  }

  /** From the next text on. */
  add(member: Member): void {
    member.offset = this.#length;
    member.index = this.#members.length;
    this.#members.push(member);
    if (member.covered !== null) this.#covered.add(member);
  }

  /** What it is owed leaves first. */
  remove(member: Member): void {
    if (member.index < 0) return;
    this.settle(member);
    const last = this.#members.pop();
    if (last !== undefined && last !== member) {
      this.#members[member.index] = last;
      last.index = member.index;
    }
    member.index = -1;
    this.#covered.delete(member);
  }

  addAside(aside: Aside): void {
    this.#asides.add(aside);
  }

  removeAside(aside: Aside): void {
    this.#asides.delete(aside);
  }

  /** Writes what the member is owed of the turn so far, so that something of its own can follow. */
  settle(member: Member): void {
    if (this.#batch === null || member.index < 0 || member.offset >= this.#length) return;
    member.connection.write(this.#batch.rest(member.offset));
    this.#context.metrics.framesSent(this.protocol, this.#length - member.offset);
    member.offset = this.#length;
  }

  /** Called by the turn. */
  flush(): void {
    const batch = this.#batch;
    if (batch === null) return;
    this.#batch = null;
    const length = batch.texts.length;
    let delivered = this.#members.length * length;
    let broken: Broken[] | null = null;
    for (const member of this.#members) {
      try {
        if (member.offset === 0) {
          member.connection.write(batch);
          continue;
        }
        if (member.offset < length) member.connection.write(batch.rest(member.offset));
        delivered -= Math.min(member.offset, length);
        member.offset = 0;
      } catch (error) {
        // Writing fails only by a bug: it ends the session that missed something, once the others have got theirs.
        broken ??= [];
        broken.push({ member, error });
      }
    }
    this.#context.metrics.framesSent(this.protocol, delivered);
    for (const { member, error } of broken ?? []) member.session.failed(error);
  }

  /** Appends the sessions, those that are catching up included. */
  collectSessions(into: Session[]): void {
    for (const member of this.#members) into.push(member.session);
    for (const aside of this.#asides) into.push(aside.session);
  }

  get #length(): number {
    return this.#batch === null ? 0 : this.#batch.texts.length;
  }

  /** The next text is not for this member. */
  #passOver(member: Member): void {
    this.settle(member);
    member.offset = this.#length + 1;
  }

  #passOverExcepted(options: SendOptions): void {
    for (const member of this.#members) {
      if (isExcepted(member.session, options)) this.#passOver(member);
    }
  }

  #passOverCovered(event: CurrentEvent): void {
    for (const member of this.#covered) {
      const covered = member.covered;
      if (covered === null || event.changeSeq > covered.changeSeq) {
        // Events come in order: from here on nothing that it was told can come again.
        member.covered = null;
        this.#covered.delete(member);
      } else if (covered.has(event) && member.offset <= this.#length) {
        this.#passOver(member);
      }
    }
  }
}

interface Broken {
  readonly member: Member;
  readonly error: unknown;
}

function isExcepted(session: Session, options: SendOptions): boolean {
  if (session === options.except) return true;
  const { exceptUser } = options;
  if (exceptUser === undefined || session.identity === null) return false;
  return isSameUser(session.identity.user, exceptUser);
}
