import type { Audience, Member } from './audience.ts';
import type { CatchUp } from './history/catch-up.ts';
import type { HubSession } from './hub-session.ts';
import { roomOfTopic, type Topic } from './protocol.ts';
import type { SessionIndex } from './session-index.ts';

/** One topic a session listens to: a pending subscriber of the audience while it catches up, then a member. */
export interface Subscription extends Member {
  readonly audience: Audience;
  catchUp: CatchUp | null;
}

export function newSubscription(session: HubSession, audience: Audience): Subscription {
  const { connection } = session;
  return { session, connection, offset: 0, index: -1, already: null, audience, catchUp: null };
}

export function subscriptionTo(
  subscriptions: readonly Subscription[],
  topic: Topic,
): Subscription | undefined {
  for (const known of subscriptions) if (known.audience.topic === topic) return known;
  return undefined;
}

export function roomsOf(subscriptions: readonly Subscription[]): string[] {
  const rooms: string[] = [];
  for (const { audience } of subscriptions) {
    const roomId = roomOfTopic(audience.topic);
    if (roomId !== null) rooms.push(roomId);
  }
  return rooms;
}

/** Its audience is forgotten if no one is left in it, unless it is the one to subscribe to next. */
export function endSubscription(
  subscription: Subscription,
  index: SessionIndex,
  next?: Audience,
): void {
  const { audience, catchUp } = subscription;
  if (catchUp !== null) {
    catchUp.stop();
    audience.removePending(catchUp);
    subscription.catchUp = null;
  }
  audience.remove(subscription);
  if (audience !== next) index.leaveAudience(audience);
}
