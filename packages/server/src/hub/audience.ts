import { isSameUser, type UserRef } from '@koine/contract';
import { TickBatch } from './batch.ts';
import type { CurrentEvent } from './current-event.ts';
import type { CatchUp } from './history/catch-up.ts';
import type { HubSession } from './hub-session.ts';
import type { HubMetrics } from './metrics.ts';
import type { BroadcastTarget, ProtocolName, Topic, Variant } from './protocol.ts';
import type { Session } from './session.ts';
import type { Subscription } from './subscription.ts';
import type { Tick } from './tick.ts';

/** Which changes a catch-up has sent. */
export interface AlreadyDelivered {
  /** No change above it was. */
  readonly changeSeq: number;
  has(change: CurrentEvent): boolean;
}

/** What all audiences of a hub share. */
export interface AudienceContext {
  readonly tick: Tick;
  readonly event: CurrentEvent;
  readonly metrics: HubMetrics;
}

/**
 * The local sessions that need the same bytes: one topic, one protocol, one variant.
 *
 * How this works. An audience gathers the texts of one tick in a batch; at the tick's end each member's connection gets the
 * whole batch in one write. A member who must not get all of it has an `offset`: how many of the batch's texts it has got,
 * or may not get. Everything that is special to one member (a frame to it alone, an exception, joining in mid-tick) first
 * writes what that member is owed so far and then moves its offset, so order holds and the others never notice.
 */
export class Audience implements BroadcastTarget {
  readonly topic: Topic;
  readonly protocol: ProtocolName;
  readonly variant: Variant;
  readonly #context: AudienceContext;
  readonly #members: Subscription[] = [];
  /** Sessions that catch up: each is offered every frame, and does with it what its phase demands. */
  readonly #pending = new Set<CatchUp>();
  /** Members with `already` set. */
  readonly #ahead = new Set<Subscription>();
  #batch: TickBatch | null = null;

  constructor(topic: Topic, protocol: ProtocolName, variant: Variant, context: AudienceContext) {
    this.topic = topic;
    this.protocol = protocol;
    this.variant = variant;
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#members.length === 0 && this.#pending.size === 0;
  }

  send(text: string, exceptUser?: UserRef): void {
    const { event, tick } = this.#context;
    if (this.#pending.size > 0) {
      for (const pending of this.#pending) {
        if (exceptUser === undefined || !isOf(pending.session, exceptUser))
          pending.offer(text, event);
      }
    }
    if (this.#members.length === 0) return;
    if (exceptUser !== undefined) this.#skipUser(exceptUser);
    if (this.#ahead.size > 0 && event.isChange) this.#skipDelivered(event);
    if (this.#batch === null) {
      this.#batch = new TickBatch();
      tick.flushAudience(this);
    }
    this.#batch.push(text);
  }

  /** From the next text on. */
  add(member: Subscription): void {
    member.offset = this.#length;
    member.index = this.#members.length;
    this.#members.push(member);
    if (member.already !== null) this.#ahead.add(member);
  }

  /** What it is owed leaves first. */
  remove(member: Subscription): void {
    if (member.index < 0) return;
    this.flushMember(member);
    const last = this.#members.pop();
    if (last !== undefined && last !== member) {
      this.#members[member.index] = last;
      last.index = member.index;
    }
    member.index = -1;
    this.#ahead.delete(member);
  }

  addPending(pending: CatchUp): void {
    this.#pending.add(pending);
  }

  removePending(pending: CatchUp): void {
    this.#pending.delete(pending);
  }

  /** Writes what the member is owed of the tick so far, so that something of its own can follow. */
  flushMember(member: Subscription): void {
    if (this.#batch === null || member.index < 0 || member.offset >= this.#length) return;
    member.connection.write(this.#batch.slice(member.offset));
    this.#context.metrics.framesSent(this.protocol, this.#length - member.offset);
    member.offset = this.#length;
  }

  /** Called by the tick. */
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
        if (member.offset < length) member.connection.write(batch.slice(member.offset));
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
  collectSessions(into: HubSession[]): void {
    for (const member of this.#members) into.push(member.session);
    for (const { session } of this.#pending) into.push(session);
  }

  get #length(): number {
    return this.#batch === null ? 0 : this.#batch.texts.length;
  }

  /** The next text is not for this member. */
  #skip(member: Subscription): void {
    this.flushMember(member);
    member.offset = this.#length + 1;
  }

  #skipUser(user: UserRef): void {
    for (const member of this.#members) {
      if (isOf(member.session, user)) this.#skip(member);
    }
  }

  #skipDelivered(event: CurrentEvent): void {
    for (const member of this.#ahead) {
      const { already } = member;
      if (already === null || event.changeSeq > already.changeSeq) {
        // Events come in order: from here on nothing that it was sent can come again.
        member.already = null;
        this.#ahead.delete(member);
      } else if (already.has(event) && member.offset <= this.#length) {
        this.#skip(member);
      }
    }
  }
}

interface Broken {
  readonly member: Subscription;
  readonly error: unknown;
}

function isOf({ identity }: Session, user: UserRef): boolean {
  return identity !== null && isSameUser(identity.user, user);
}
