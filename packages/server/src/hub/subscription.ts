import type { AlreadyDelivered, Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import type { CatchUp } from './history/catch-up.ts';
import type { HubSession } from './hub-session.ts';
import { roomOfTopic, type Topic } from './protocol.ts';
import type { SessionIndex } from './session-index.ts';

/** One topic a session listens to: a pending subscriber of the audience while it catches up, then a member. */
export class Subscription {
  readonly session: HubSession;
  readonly connection: Connection;
  readonly audience: Audience;
  catchUp: CatchUp | null = null;
  /** Texts of the audience's current batch that are done with. */
  offset = 0;
  /** Place in the audience's list of members, -1: not in it. */
  index = -1;
  /** Changes that the client got with its catch-up though their events are still to come. */
  already: AlreadyDelivered | null = null;

  constructor(session: HubSession, audience: Audience) {
    this.session = session;
    this.connection = session.connection;
    this.audience = audience;
  }

  /** Its audience is forgotten if it is empty, unless it is the one to subscribe to next. */
  end(index: SessionIndex, next?: Audience): void {
    const { audience, catchUp } = this;
    if (catchUp !== null) {
      catchUp.stop();
      audience.removePending(catchUp);
      this.catchUp = null;
    }
    audience.remove(this);
    if (audience !== next) index.leaveAudience(audience);
  }
}

export function subscriptionTo(
  subscriptions: readonly Subscription[],
  topic: Topic,
): Subscription | undefined {
  return subscriptions.find(({ audience }) => audience.topic === topic);
}

export function roomsOf(subscriptions: readonly Subscription[]): string[] {
  return subscriptions.flatMap(({ audience }) => roomOfTopic(audience.topic) ?? []);
}
