import { KoineError, type Message, NO_APP_ID, userKeyOf } from '@koine/contract';
import type { Actor } from './actor.ts';
import { laterOf } from './budgets.ts';
import type { SendPolicy } from './policies.ts';
import type { Clock } from './ports/world.ts';
import { isStaff, type RoomRules } from './room-rules.ts';

/** How soon somebody may write again: by their protocol's budget, and by the room's slow mode. Edits keep to both. */
export class SendLimits {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why the actor may not write here yet, with the wait after which nothing refuses any more. Counts nothing. */
  check(rules: RoomRules, actor: Actor, { costs }: SendPolicy): KoineError | null {
    const rate = costs?.check(actor) ?? null;
    const last = this.lastSentAt(rules, actor);
    if (last === undefined) return rate;
    const retryAfterMs = last + rules.room.slowModeSeconds * 1000 - this.#clock.monotonic();
    return retryAfterMs > 0 ? laterOf(rate, new KoineError('slowMode', { retryAfterMs })) : rate;
  }

  /** Counts a message; returns its time. */
  record(rules: RoomRules, actor: Actor, { costs }: SendPolicy): number {
    const at = costs?.record(actor) ?? this.#clock.monotonic();
    if (keepsSlowMode(rules, actor)) rules.lastSentAt.set(actor.key, at);
    return at;
  }

  /** What was counted was no message: a retry of one that is stored, or it could not be stored. `before`: what slow mode had then. */
  refund(
    rules: RoomRules,
    actor: Actor,
    { costs }: SendPolicy,
    at: number,
    before: number | undefined,
  ): void {
    costs?.refund(actor, at);
    if (rules.lastSentAt.get(actor.key) !== at) return;
    if (before === undefined) rules.lastSentAt.delete(actor.key);
    else rules.lastSentAt.set(actor.key, before);
  }

  /** When the actor wrote last here, as far as slow mode wants to know. */
  lastSentAt(rules: RoomRules, actor: Actor): number | undefined {
    return keepsSlowMode(rules, actor) ? rules.lastSentAt.get(actor.key) : undefined;
  }

  /** Counts an edit as a message. Throws `rateLimited` or `slowMode`. */
  chargeEdit(rules: RoomRules, actor: Actor, message: Message, policy: SendPolicy): void {
    const author = inWhoseName(actor, message);
    const rejection = this.check(rules, author, policy);
    if (rejection !== null) throw rejection;
    this.record(rules, author, policy);
  }
}

/** An app's key that names no user edits in the author's name. */
function inWhoseName(actor: Actor, { sender }: Message): Actor {
  const isKeyItself = actor.power === 'app' && actor.user.appId === NO_APP_ID;
  return isKeyItself ? { ...actor, user: sender, key: userKeyOf(sender) } : actor;
}

function keepsSlowMode(rules: RoomRules, actor: Actor): boolean {
  return rules.room.slowModeSeconds > 0 && !isStaff(actor, rules);
}
